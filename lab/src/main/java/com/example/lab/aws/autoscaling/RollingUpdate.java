package com.example.lab.aws.autoscaling;

import java.time.Duration;

import tools.jackson.databind.JsonNode;

/**
 * {@code AutoScalingRollingUpdate} of an update policy: how CloudFormation replaces the
 * servers of a group by those of another version.
 *
 * @param minInService how many servers stay in service
 * @param batch how many are replaced at once, at most
 * @param pause how long a batch has to signal success, or is waited for without signals
 * @param signals whether each new server has to signal success
 * @param successPercent how many of them have to, in percent
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html">UpdatePolicy</a>
 */
record RollingUpdate(int minInService, int batch, Duration pause, boolean signals, int successPercent) {

	static RollingUpdate of(JsonNode policy) {
		boolean signals = policy.path("WaitOnResourceSignals").asBoolean(false);
		return new RollingUpdate(policy.path("MinInstancesInService").asInt(0), policy.path("MaxBatchSize").asInt(1),
				Duration.parse(policy.path("PauseTime").asString(signals ? "PT5M" : "PT0S")), signals,
				policy.path("MinSuccessfulInstancesPercent").asInt(100));
	}

	/**
	 * Whether enough of a batch have signalled success.
	 */
	boolean succeeded(int signalled, int batchSize) {
		return 100 * signalled >= this.successPercent * batchSize;
	}

}
