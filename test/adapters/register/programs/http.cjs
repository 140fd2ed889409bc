const { createServer } = require("node:http");

const server = createServer((req, res) => res.end(JSON.stringify({ address: req.socket.remoteAddress })));
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
