package com.example.postcards.infra;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.lightsail.CfnAlarm;
import software.amazon.awscdk.services.lightsail.CfnInstance;
import software.amazon.awscdk.services.lightsail.CfnStaticIp;
import software.constructs.Construct;

/**
 * One Lightsail instance that runs everything: the application, PostgreSQL and the photos
 * on its disk. With it come a static IP, a snapshot of the disk each day and an alarm on
 * its status checks. Needs the address of a release. Exports its public address.
 */
class Box extends Construct {

	/** The operating system that the user data is written for. */
	private static final String BLUEPRINT = "amazon_linux_2023";

	private final CfnStaticIp staticIp;

	Box(Construct scope, String id, Settings settings) {
		super(scope, id);
		String name = Aws.STACK_NAME + "-box";

		// tag::instance[]
		CfnInstance instance = CfnInstance.Builder.create(this, "Instance")
			.instanceName(name)
			.availabilityZone(Fn.select(0, Fn.getAzs()))
			.blueprintId(BLUEPRINT)
			.bundleId(settings.bundle())
			.networking(CfnInstance.NetworkingProperty.builder()
				.ports(Stream.of(80, 443).map(Box::openToAll).toList())
				.build())
			// 18:00 UTC is night in Seoul. Lightsail keeps the last seven.
			.addOns(List.of(CfnInstance.AddOnProperty.builder()
				.addOnType("AutoSnapshot")
				.status("Enabled")
				.autoSnapshotAddOnRequest(
						CfnInstance.AutoSnapshotAddOnProperty.builder().snapshotTimeOfDay("18:00").build())
				.build()))
			.userData(UserData.of(settings.releaseUrl(), name, settings.domain()))
			.build();
		// end::instance[]
		// Its disk holds all data.
		instance.applyRemovalPolicy(settings.retain() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);

		this.staticIp = CfnStaticIp.Builder.create(this, "StaticIp")
			.staticIpName(Aws.STACK_NAME + "-address")
			.attachedTo(instance.getRef())
			.build();

		CfnAlarm alarm = CfnAlarm.Builder.create(this, "StatusCheck")
			.alarmName(Aws.STACK_NAME + "-status-check")
			.monitoredResourceName(instance.getRef())
			.metricName("StatusCheckFailed")
			.comparisonOperator("GreaterThanOrEqualToThreshold")
			.threshold(1)
			.evaluationPeriods(2)
			.treatMissingData("breaching")
			.build();

		Stream.<CfnResource>of(instance, this.staticIp, alarm)
			.forEach((resource) -> resource.getCfnOptions().setCondition(settings.condition()));
	}

	/**
	 * The public IPv4 address, which stays when the instance is replaced.
	 */
	String address() {
		return this.staticIp.getAttrIpAddress();
	}

	private static CfnInstance.PortProperty openToAll(int port) {
		return CfnInstance.PortProperty.builder()
			.protocol("tcp")
			.fromPort(port)
			.toPort(port)
			.cidrs(List.of("0.0.0.0/0"))
			.ipv6Cidrs(List.of("::/0"))
			.build();
	}

	/**
	 * What a box needs.
	 *
	 * @param bundle Lightsail's name for memory, processors, disk and price
	 * @param releaseUrl where it downloads the application from at its first boot
	 * @param condition whether it is made at all
	 * @param domain its name, if it has one
	 * @param retain whether it stays when the stack is deleted
	 */
	record Settings(String bundle, String releaseUrl, CfnCondition condition, @Nullable Domain domain, boolean retain) {
	}

}
