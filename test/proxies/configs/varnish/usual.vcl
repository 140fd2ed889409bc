vcl 4.1;

import std;

backend app {
    .host = "127.0.0.1";
    .port = "3000";
}

sub vcl_recv {
    # X-Forwarded-For: varnishd has appended the client's address already.
    set req.http.X-Forwarded-Proto = "http";
    set req.http.X-Forwarded-Host = req.http.Host;
    set req.http.X-Forwarded-Port = std.port(local.ip);

    if (req.http.Upgrade ~ "(?i)^websocket$") {
        return (pipe);
    }
}

sub vcl_pipe {
    if (req.http.Upgrade) {
        set bereq.http.Upgrade = req.http.Upgrade;
        set bereq.http.Connection = req.http.Connection;
    }
}
