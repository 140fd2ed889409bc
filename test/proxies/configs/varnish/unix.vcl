vcl 4.1;

backend app {
    .path = "/run/app/app.sock";
}

sub vcl_recv {
    set req.http.X-Forwarded-Proto = "http";
    set req.http.X-Forwarded-Host = req.http.Host;
}
