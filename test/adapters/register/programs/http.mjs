import { createServer } from "node:http";
import { answer, listen } from "./answer.mjs";

const server = createServer(answer);
server.on("upgrade", (req, socket) => {
  const body = `${req.socket.remoteAddress} ${String(req.headers["x-forwarded-for"])}`;
  socket.end(`HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: test\r\nclient: ${body}\r\n\r\n`);
});
listen(server);
