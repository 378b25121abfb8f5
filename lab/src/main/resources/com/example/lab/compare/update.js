"use strict";

// Writes what CloudFormation does with each resource that differs between two templates.
const { readFileSync, writeFileSync } = require("node:fs");
const { fullDiff } = require("@aws-cdk/cloudformation-diff");

const [before, after] = process.argv.slice(2, 4).map((file) => JSON.parse(readFileSync(file, "utf8")));
const steps = [];
fullDiff(before, after).resources.forEachDifference((logicalId, change) => {
	if (change.changeImpact !== "NO_CHANGE") {
		steps.push({ logicalId, impact: change.changeImpact, properties: Object.keys(change.propertyUpdates) });
	}
});
writeFileSync(process.argv[4], JSON.stringify(steps));
