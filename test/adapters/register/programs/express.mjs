import { createServer } from "node:http";
import express from "express";
import { proxyFix } from "proxyfix/express";
import { listen } from "./answer.mjs";

const app = express().use(proxyFix({ xFor: 2 }), (req, res) => res.json({ address: req.ip }));
listen(createServer(app));
