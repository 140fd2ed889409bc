import express from "express";

const app = express();
app.set("trust proxy", true);
app.get("/facts", (req, res) => {
  res.json({ address: req.ip, origin: `${req.protocol}://${req.host}` });
});
app.post("/form", express.urlencoded(), (req, res) => {
  res.send(`hello ${req.body.name}`);
});
app.listen(Number(process.env.PORT), "127.0.0.1");
