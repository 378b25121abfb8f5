package com.example.postcards.infra;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.constructs.Construct;

/**
 * Postcards on one box. The first deployment makes the bucket for releases; once a
 * release is in it, the second one gets its presigned address as {@code ReleaseUrl} and
 * makes the box.
 */
class PostcardsStack extends Stack {

	/** 2 GB of memory, 2 vCPUs, 60 GB of disk: PostgreSQL and a JVM fit without swap. */
	private static final String BUNDLE = "small_3_0";

	PostcardsStack(Construct scope, String id, StackProps props, PostcardsOptions options) {
		super(scope, id, props);
		Tags.of(this).add("app", "postcards");
		String email = options.email();
		if (email != null) {
			new BudgetAlarm(this, "BudgetAlarm", email, options.budget());
		}

		CfnParameter releaseUrl = CfnParameter.Builder.create(this, "ReleaseUrl")
			.description("Presigned address of the release jar; empty until one is in the bucket")
			.type("String")
			.defaultValue("")
			.noEcho(true)
			.build();
		CfnCondition hasRelease = CfnCondition.Builder.create(this, "HasRelease")
			.expression(Fn.conditionNot(Fn.conditionEquals(releaseUrl.getValueAsString(), "")))
			.build();

		ReleaseBucket releases = new ReleaseBucket(this, "Releases", options.retain());
		output("ReleaseBucket", releases.getBucketName(), null);

		Domain domain = options.domain();
		Box box = new Box(this, "Box",
				new Box.Settings(BUNDLE, releaseUrl.getValueAsString(), hasRelease, domain, options.retain()));
		output("Address", box.address(), hasRelease);
		if (domain == null) {
			Annotations.of(this)
				.addInfoV2("postcards:plainHttp", "Without a domain the box speaks plain HTTP. "
						+ "Give -c hostedZoneId=... -c domainName=... for a name and a certificate.");
			output("Url", "http://" + box.address() + "/", hasRelease);
		}
		else {
			pointToBox(domain, box, hasRelease);
			output("Url", "https://" + domain.name() + "/", hasRelease);
		}
	}

	/**
	 * The record has the name of its zone here, so that the zone may be a parent of it.
	 */
	private void pointToBox(Domain domain, Box box, CfnCondition hasRelease) {
		ARecord record = ARecord.Builder.create(this, "Name")
			.zone(HostedZone.fromHostedZoneAttributes(this, "Zone",
					HostedZoneAttributes.builder().hostedZoneId(domain.hostedZoneId()).zoneName(domain.name()).build()))
			.target(RecordTarget.fromIpAddresses(box.address()))
			.ttl(Duration.minutes(1))
			.build();
		Validations.of(record)
			.acknowledge(Acknowledgment.builder()
				.id("CloudFormation-Validate::E3023")
				.reason("The address is known once the static IP is made: no literal to check before.")
				.build());
		((CfnResource) record.getNode().getDefaultChild()).getCfnOptions().setCondition(hasRelease);
	}

	private void output(String name, String value, @Nullable CfnCondition condition) {
		CfnOutput.Builder.create(this, name).value(value).condition(condition).build();
	}

}
