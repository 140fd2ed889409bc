vcl 4.1;

backend app {
    .host = "127.0.0.1";
    .port = "3000";
}

sub vcl_recv {
    unset req.http.X-Forwarded-Prefix;
    set req.http.X-Forwarded-Proto = "http";
    set req.http.X-Forwarded-Host = req.http.Host;

    if (req.url !~ "^/app/") {
        return (synth(404));
    }
    set req.url = regsub(req.url, "^/app/", "/");
    set req.http.X-Forwarded-Prefix = "/app";
}
