package com.example.postcards.infra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The AWS Solutions rules of cdk-nag. An error among them already ends the synthesis.
 */
class NagTests {

	@Test
	void onlyTheseAreMissing() {
		Map<String, String> everything = new HashMap<>(Synthesis.DOMAIN);
		everything.putAll(Map.of("alarmEmail", "ops@example.com", "config", "true", "rotation", "true"));
		PostcardsStack stack = new PostcardsStack(Synthesis.app(everything, null), "Postcards");
		Aspects.of(stack).add(new AwsSolutionsChecks());
		suppress(stack, "Network", suppression("AwsSolutions-VPC7",
				"Flow logs of two servers are read by nobody, and they cost by the gigabyte."));
		suppress(stack, "Database/Secret", suppression("AwsSolutions-SMG4",
				"Migrations and the rotation alone use the master user; a person gives it a new password."));
		suppress(stack, "Database/Instance",
				suppression("AwsSolutions-RDS11", "The port is no secret, and one security group alone gets there."),
				suppression("AwsSolutions-RDS10", "In a sandbox nothing stays; with real users this is turned on."));
		suppress(stack, "Users/Pool",
				suppression("AwsSolutions-COG1",
						"Twelve characters of any kind, as the application has always asked for."),
				suppression("AwsSolutions-COG2", "Signing in takes e-mail and password: the API has no second step."),
				suppression("AwsSolutions-COG3", "Threat protection is part of the dearest plan."));
		suppress(stack, "LoadBalancer/Balancer/SecurityGroup",
				suppression("AwsSolutions-EC23", "A web server is there for everybody, on two ports."));
		suppress(stack, "LoadBalancer/AccessLogs", suppression("AwsSolutions-S1",
				"The load balancer alone writes here; a second bucket for logs gives nothing."));
		for (String server : List.of("ServerA", "ServerB")) {
			suppress(stack, server + "/Instance", suppression("AwsSolutions-EC28", "Five-minute metrics are free."),
					suppression("AwsSolutions-EC29", "No data is kept on the server: it may be lost."));
			suppress(stack, server + "/Instance/InstanceRole/DefaultPolicy",
					suppression("AwsSolutions-IAM5", "ServerPolicyTests hold each statement."));
		}
		suppress(stack, "Config/Role",
				suppression("AwsSolutions-IAM4", "AWS extends this policy when Config learns a new type."));
		suppress(stack, "Config/Role/DefaultPolicy",
				suppression("AwsSolutions-IAM5", "Config names its objects itself, below the number of the account."));
		suppress(stack, "Config/Bucket",
				suppression("AwsSolutions-S1", "Config alone writes here; a second bucket for logs gives nothing."));
		suppress(stack, "Rotation/Function",
				suppression("AwsSolutions-L1", "The version that everything here is compiled for."));
		suppress(stack, "Rotation/Role/DefaultPolicy", suppression("AwsSolutions-IAM5",
				"Interfaces of the network and random passwords have no name before they are made."));
		assertThat(Annotations.fromStack(stack).findWarning("*", Match.anyValue())).isEmpty();
		assertThat(Annotations.fromStack(stack).findError("*", Match.anyValue())).isEmpty();
	}

	private static void suppress(PostcardsStack stack, String path, NagPackSuppression... suppressions) {
		NagSuppressions.addResourceSuppressionsByPath(stack, "/Postcards/" + path + "/Resource", List.of(suppressions));
	}

	private static NagPackSuppression suppression(String id, String reason) {
		return NagPackSuppression.builder().id(id).reason(reason).build();
	}

}
