// SPDX-License-Identifier: MIT
// Mozilla's HTTP Observatory scans a site, whole and unchanged: its requests, its tests, its grade.
// Reads {hostname, port, preloaded}: what it asks of https://hostname reaches the server on that port of this machine,
// as if TLS ended just before it; nobody answers on http. Its list of preloaded sites holds hostname, or nothing.
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { scan } from "@mdn/mdn-http-observatory";

const { hostname, port, preloaded } = JSON.parse(readFileSync(0, "utf8"));
const list = new URL("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json", import.meta.url);
const entry = { mode: "force-https", includeSubDomains: true };

process.env.NO_PROXY = "*";
https.Agent.prototype.createConnection = () => net.connect(port, "127.0.0.1");
http.Agent.prototype.createConnection = () => new net.Socket().destroy(new Error("nobody listens"));
writeFileSync(list, JSON.stringify(preloaded ? { [hostname]: entry } : {}));

const { scan: verdict, tests } = await scan(hostname);
const results = Object.entries(tests).map(([name, { result, scoreModifier }]) => [name, [result, scoreModifier]]);
console.log(JSON.stringify({ grade: verdict.grade, score: verdict.score, tests: Object.fromEntries(results) }));
