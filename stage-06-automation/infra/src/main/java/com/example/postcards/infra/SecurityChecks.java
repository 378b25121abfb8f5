package com.example.postcards.infra;

import java.util.List;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.constructs.IConstruct;

/**
 * The AWS Solutions rules of cdk-nag, checked at each synthesis. A finding that is not
 * accepted here is an error, which ends the synthesis.
 */
final class SecurityChecks {

	/** The function of the CDK that uploads files, one for all deployments. */
	private static final String UPLOAD = "Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C";

	/** What is accepted, each with its reason. */
	static final List<Accepted> ACCEPTED = List.of(
			new Accepted("Network", "AwsSolutions-VPC7",
					"Nothing reads the flow logs of two servers, and they are billed by the gigabyte."),
			new Accepted("Database/Secret", "AwsSolutions-SMG4",
					"Only migrations and the rotation use the master user; its password is changed by hand."),
			new Accepted("Database/Instance", "AwsSolutions-RDS11",
					"The port is not a secret, and only one security group can connect."),
			new Accepted("Database/Instance", "AwsSolutions-RDS10",
					"In a sandbox the database is deleted with the stack; with real users it is protected."),
			new Accepted("Database/ApplicationSecret", "AwsSolutions-SMG4",
					"Rotation is an option, because of what its endpoint costs."),
			new Accepted("Users/Pool", "AwsSolutions-COG1",
					"Twelve characters of any kind, as the application has always required."),
			new Accepted("Users/Pool", "AwsSolutions-COG2",
					"Users sign in with e-mail and password: the API has no second factor."),
			new Accepted("Users/Pool", "AwsSolutions-COG3", "Threat protection is part of the most expensive plan."),
			new Accepted("LoadBalancer/AccessLogs", "AwsSolutions-S1",
					"Only the load balancer writes here; a second bucket for logs adds nothing."),
			new Accepted("Replica/Instance", "AwsSolutions-RDS2",
					"It is encrypted with the key of its source; RDS takes no setting for that here."),
			new Accepted("Replica/Instance", "AwsSolutions-RDS3",
					"While it is unavailable, the database serves its reads."),
			new Accepted("Replica/Instance", "AwsSolutions-RDS10",
					"It has no data of its own, and can be made again at any time."),
			new Accepted("Replica/Instance", "AwsSolutions-RDS11",
					"The port is not a secret, and only one security group can connect."),
			new Accepted("Photos", "AwsSolutions-S1", "The logs of the edge have each request for a photo."),
			new Accepted("StaticFiles/Bucket", "AwsSolutions-S1", "The logs of the edge have each request for a file."),
			new Accepted(UPLOAD, "AwsSolutions-L1", "The CDK chooses the runtime of its own function."),
			new Accepted(UPLOAD + "/ServiceRole", "AwsSolutions-IAM4",
					"The CDK's own function writes logs, and nothing else by this policy."),
			new Accepted(UPLOAD + "/ServiceRole/DefaultPolicy", "AwsSolutions-IAM5",
					"The CDK's own function reads assets and writes all files of one bucket."),
			new Accepted("Edge/Logs", "AwsSolutions-S1",
					"Only CloudFront writes here; a second bucket for logs adds nothing."),
			new Accepted("Edge/Distribution", "AwsSolutions-CFR1", "Postcards is for everyone, wherever they are."),
			new Accepted("Edge/Distribution", "AwsSolutions-CFR2",
					"A web ACL costs 5 dollars a month and more for each rule; the application limits sign-ins itself."),
			new Accepted("Edge/Distribution", "AwsSolutions-CFR4",
					"Without a domain the certificate is CloudFront's, which decides on the versions of TLS itself."),
			new Accepted("Servers/Group", "AwsSolutions-AS3", "Alarms watch the servers themselves."),
			new Accepted("Servers/Group/InstanceRole/DefaultPolicy", "AwsSolutions-IAM5",
					"ServerPolicyTests checks each statement."),
			new Accepted("Config/Role", "AwsSolutions-IAM4",
					"AWS extends this policy when Config supports a new type."),
			new Accepted("Config/Role/DefaultPolicy", "AwsSolutions-IAM5",
					"Config chooses the names of its objects, below the number of the account."),
			new Accepted("Config/Bucket", "AwsSolutions-S1",
					"Config alone writes here; a second bucket for logs adds nothing."),
			new Accepted("Rotation/Role/DefaultPolicy", "AwsSolutions-IAM5",
					"Network interfaces and random passwords have no name before they exist."));

	private SecurityChecks() {
	}

	/**
	 * Checks a stack at its synthesis.
	 */
	static void addTo(Stack stack) {
		ACCEPTED.forEach((accepted) -> accepted.addTo(stack));
		Aspects.of(stack).add(AwsSolutionsChecks.Builder.create().reports(false).build());
	}

	/**
	 * A finding that is accepted.
	 *
	 * @param path of the construct in its stack
	 * @param rule the id of the rule
	 * @param reason why the finding is accepted
	 */
	record Accepted(String path, String rule, String reason) {

		/**
		 * Has no effect on a stack without the construct: an option may leave it out.
		 */
		private void addTo(Stack stack) {
			IConstruct construct = in(stack);
			if (construct != null) {
				NagSuppressions.addResourceSuppressions(construct,
						List.of(NagPackSuppression.builder().id(this.rule).reason(this.reason).build()));
			}
		}

		@Nullable IConstruct in(Stack stack) {
			IConstruct found = stack;
			for (String id : this.path.split("/")) {
				found = (found != null) ? found.getNode().tryFindChild(id) : null;
			}
			return found;
		}

	}

}
