// SPDX-License-Identifier: MIT
// Finds the number whose SHA-256, after the ticket's nonce, begins with the ticket's zero bits, and sends the form.
// In slices on the main thread: the page's policy stops workers and WebAssembly, and WebCrypto is ten times slower.
"use strict";

const form = document.forms[0];
const told = document.querySelector("[role=status]");
const bar = document.querySelector("progress");
const [, , bits, nonce] = form.elements.t.value.split(".");

// FIPS 180-4: the constants are the fractions of the roots of the first primes.
const fraction = (x) => (x - Math.floor(x)) * 2 ** 32 | 0;
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
const K = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));
const START = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));

// One block: 32 bytes of nonce, 4 of number, the end mark, the length in bits.
const W = new Int32Array(64);
for (let i = 0; i < 32; i++) W[i >> 2] |= nonce.charCodeAt(i) << (24 - (i % 4) * 8);
W[9] = 1 << 31;
W[15] = 36 * 8;

function firstWord(number) {
  W[8] = number;
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15], y = W[i - 2];
    W[i] = W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3)
      + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i++) {
    const s = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + W[i];
    const t = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c);
    h = g; g = f; f = e; e = d + s | 0; d = c; c = b; b = a; a = s + t | 0;
  }
  return START[0] + a >>> 32 - bits;
}

const begun = performance.now();
const channel = new MessageChannel();
let number = 0;
let isLong = false;

channel.port1.onmessage = () => {
  const now = performance.now();
  do {
    for (const end = number + 256; number < end; number++) if (firstWord(number) === 0) return send();
  } while (performance.now() < now + 12);
  bar.value = 1 - Math.exp(-number / 2 ** bits);
  if (!isLong && now > begun + 4000) {
    isLong = true;
    told.textContent = "Le calcul se poursuit : il est plus long que d’ordinaire.";
  }
  channel.port2.postMessage(0);
};

function send() {
  channel.port1.close();
  bar.value = 1;
  told.textContent = "C’est fait : la page s’ouvre.";
  form.elements.n.value = number;
  form.action += location.hash;
  form.submit();
}

bar.hidden = false;
told.textContent = "Calcul en cours…";
channel.port2.postMessage(0);
