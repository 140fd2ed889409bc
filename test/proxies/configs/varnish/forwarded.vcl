vcl 4.1;

backend app {
    .host = "127.0.0.1";
    .port = "3000";
}

sub vcl_recv {
    if (client.ip ~ ipv6) {
        set req.http.Forwarded = {"for="["} + client.ip + {"]";proto=http"};
    } else {
        set req.http.Forwarded = "for=" + client.ip + ";proto=http";
    }
}

acl ipv6 {
    "::"/0;
}
