// SPDX-License-Identifier: MIT
// Google's csp_evaluator, with all of its checks. Reads a list of policies; writes the types of its findings in each.
import { readFileSync } from "node:fs";
import { CspEvaluator, DEFAULT_CHECKS, STRICTCSP_CHECKS } from "csp_evaluator";
import { checkHasConfiguredReporting } from "csp_evaluator/dist/checks/security_checks.js";
import { Type } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";

const checks = [...DEFAULT_CHECKS, ...STRICTCSP_CHECKS, checkHasConfiguredReporting];
const policies = JSON.parse(readFileSync(0, "utf8"));
const findings = policies.map((policy) => new CspEvaluator(new CspParser(policy).csp).evaluate([], checks));

console.log(JSON.stringify(findings.map((found) => found.map(({ type }) => Type[type]))));
