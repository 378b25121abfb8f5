package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.autoscaling.AdditionalHealthCheckType;
import software.amazon.awscdk.services.autoscaling.AdditionalHealthChecksOptions;
import software.amazon.awscdk.services.autoscaling.ApplyCloudFormationInitOptions;
import software.amazon.awscdk.services.autoscaling.AutoScalingGroup;
import software.amazon.awscdk.services.autoscaling.BlockDevice;
import software.amazon.awscdk.services.autoscaling.BlockDeviceVolume;
import software.amazon.awscdk.services.autoscaling.EbsDeviceOptions;
import software.amazon.awscdk.services.autoscaling.EbsDeviceVolumeType;
import software.amazon.awscdk.services.autoscaling.HealthChecks;
import software.amazon.awscdk.services.autoscaling.Monitoring;
import software.amazon.awscdk.services.autoscaling.RequestCountScalingProps;
import software.amazon.awscdk.services.autoscaling.RollingUpdateOptions;
import software.amazon.awscdk.services.autoscaling.ScalingProcess;
import software.amazon.awscdk.services.autoscaling.Signals;
import software.amazon.awscdk.services.autoscaling.SignalsOptions;
import software.amazon.awscdk.services.autoscaling.UpdatePolicy;
import software.amazon.awscdk.services.ec2.AmazonLinux2023ImageSsmParameterProps;
import software.amazon.awscdk.services.ec2.AmazonLinux2023ImageSsmParameter;
import software.amazon.awscdk.services.ec2.AmazonLinux2023Kernel;
import software.amazon.awscdk.services.ec2.CloudFormationInit;
import software.amazon.awscdk.services.ec2.Connections;
import software.amazon.awscdk.services.ec2.IConnectable;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * As many servers as the load needs, in two zones. They run the application and keep no
 * data: a new release replaces them one by one. Needs public subnets and a
 * {@link ServerInit}. It opens no port by itself. A shell on a server is Session
 * Manager's, without a port and without a key.
 */
class Servers extends Construct implements IConnectable, IGrantable {

	/** One in each zone. */
	private static final int FEWEST = 2;

	static final int MOST = 6;

	/** Requests of a minute that a server answers with most of its processor left. */
	private static final int REQUESTS = 600;

	/** How long a server may take from its launch until it serves. */
	private static final Duration START = Duration.minutes(10);

	private final AutoScalingGroup group;

	private final int port;

	Servers(Construct scope, String id, IVpc network, Processor processor, Application application,
			CloudFormationInit init) {
		super(scope, id);
		this.port = application.port();
		SubnetSelection subnets = SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build();

		// tag::group[]
		this.group = AutoScalingGroup.Builder.create(this, "Group")
			.vpc(network)
			.vpcSubnets(subnets)
			.instanceType(new InstanceType(processor.instanceType()))
			.machineImage(MachineImage.resolveSsmParameterAtLaunch(newestImage(processor)))
			.requireImdsv2(true)
			.instanceMonitoring(Monitoring.BASIC)
			.blockDevices(List.of(BlockDevice.builder()
				.deviceName("/dev/xvda")
				.volume(BlockDeviceVolume.ebs(8,
						EbsDeviceOptions.builder().volumeType(EbsDeviceVolumeType.GP3).encrypted(true).build()))
				.build()))
			.init(init)
			.initOptions(ApplyCloudFormationInitOptions.builder().build())
			// No desired capacity: each deployment would bring a fleet that has grown
			// back to it.
			.minCapacity(FEWEST)
			.maxCapacity(MOST)
			.healthChecks(HealthChecks.withAdditionalChecks(AdditionalHealthChecksOptions.builder()
				.additionalTypes(List.of(AdditionalHealthCheckType.ELB))
				// Shorter than a start, it would replace servers again and again.
				.gracePeriod(START)
				.build()))
			.defaultInstanceWarmup(Duration.minutes(2))
			.signals(Signals.waitForMinCapacity(SignalsOptions.builder().timeout(START).build()))
			.updatePolicy(UpdatePolicy.rollingUpdate(RollingUpdateOptions.builder()
				.minInstancesInService(FEWEST)
				.maxBatchSize(1)
				.waitOnResourceSignals(true)
				.pauseTime(START)
				// What would launch or terminate servers meanwhile.
				.suspendProcesses(List.of(ScalingProcess.ALARM_NOTIFICATION, ScalingProcess.AZ_REBALANCE,
						ScalingProcess.HEALTH_CHECK, ScalingProcess.REPLACE_UNHEALTHY,
						ScalingProcess.SCHEDULED_ACTIONS))
				.build()))
			.build();
		// end::group[]
		startAfter(network.selectSubnets(subnets).getInternetConnectivityEstablished());

		// AmazonSSMManagedInstanceCore would also read every parameter of the account.
		this.group.addToRolePolicy(PolicyStatement.Builder.create()
			.actions(List.of("ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel",
					"ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"))
			.resources(List.of("*"))
			.build());
		// A new server waits until the load balancer finds it healthy.
		this.group.addToRolePolicy(PolicyStatement.Builder.create()
			.actions(List.of("elasticloadbalancing:DescribeTargetHealth"))
			.resources(List.of("*"))
			.build());
	}

	/**
	 * Keeps the requests per server near a number, once the load balancer has the group.
	 */
	void scale() {
		this.group.scaleOnRequestCount("Requests",
				RequestCountScalingProps.builder().targetRequestsPerMinute(REQUESTS).build());
	}

	AutoScalingGroup group() {
		return this.group;
	}

	/**
	 * The port of its application.
	 */
	int port() {
		return this.port;
	}

	/**
	 * The public parameter that holds the id of the newest Amazon Linux 2023.
	 */
	private static String newestImage(Processor processor) {
		return AmazonLinux2023ImageSsmParameter.ssmParameterName(AmazonLinux2023ImageSsmParameterProps.builder()
			.cpuType(processor.cpuType())
			.kernel(AmazonLinux2023Kernel.KERNEL_6_1)
			.build());
	}

	/**
	 * Has the servers boot only once these are there.
	 */
	void startAfter(IDependable... resources) {
		// Not its security group: the rule of the database refers to that.
		this.group.getNode().getDefaultChild().getNode().addDependency(resources);
	}

	@Override
	public Connections getConnections() {
		return this.group.getConnections();
	}

	@Override
	public IPrincipal getGrantPrincipal() {
		return this.group.getGrantPrincipal();
	}

}
