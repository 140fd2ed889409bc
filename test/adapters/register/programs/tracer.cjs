const { EventEmitter } = require("node:events");
const { Server } = require("node:http");

// As tracers do: the wrapper calls the `emit` that it has read, and the prototypes between are left out.
const { emit } = EventEmitter.prototype;
Server.prototype.emit = function (...args) {
  return emit.apply(this, args);
};
