package com.example.postcards.infra;

import java.util.List;
import java.util.stream.Stream;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ec2.AmazonLinux2023ImageSsmParameterProps;
import software.amazon.awscdk.services.ec2.ApplyCloudFormationInitOptions;
import software.amazon.awscdk.services.ec2.BlockDevice;
import software.amazon.awscdk.services.ec2.BlockDeviceVolume;
import software.amazon.awscdk.services.ec2.CloudFormationInit;
import software.amazon.awscdk.services.ec2.Connections;
import software.amazon.awscdk.services.ec2.EbsDeviceOptions;
import software.amazon.awscdk.services.ec2.EbsDeviceVolumeType;
import software.amazon.awscdk.services.ec2.HttpTokens;
import software.amazon.awscdk.services.ec2.IConnectable;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Instance;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * One EC2 instance that runs the application and keeps nothing: a new release, or a new
 * setting of its own, replaces it. Needs a public subnet and a {@link ServerInit}.
 * Exports its public address. A shell on it is Session Manager's, without a port and
 * without a key.
 */
class Server extends Construct implements IConnectable, IGrantable {

	private static final int HTTPS = 443;

	private final Instance instance;

	Server(Construct scope, String id, IVpc network, Processor processor, Application application,
			CloudFormationInit init) {
		super(scope, id);
		SubnetSelection subnets = SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build();

		// tag::instance[]
		this.instance = Instance.Builder.create(this, "Instance")
			.vpc(network)
			.vpcSubnets(subnets)
			.instanceType(new InstanceType(processor.instanceType()))
			// The newest image at each deployment.
			.machineImage(MachineImage.latestAmazonLinux2023(
					AmazonLinux2023ImageSsmParameterProps.builder().cpuType(processor.cpuType()).build()))
			.httpTokens(HttpTokens.REQUIRED)
			.blockDevices(List.of(BlockDevice.builder()
				.deviceName("/dev/xvda")
				.volume(BlockDeviceVolume.ebs(8,
						EbsDeviceOptions.builder().volumeType(EbsDeviceVolumeType.GP3).encrypted(true).build()))
				.build()))
			.init(init)
			// How long the deployment waits for a server that answers.
			.initOptions(ApplyCloudFormationInitOptions.builder().timeout(Duration.minutes(10)).build())
			.build();
		Stream.of(application.port(), HTTPS)
			.forEach((port) -> this.instance.getConnections().allowFromAnyIpv4(Port.tcp(port)));
		// end::instance[]
		startAfter(network.selectSubnets(subnets).getInternetConnectivityEstablished());

		// AmazonSSMManagedInstanceCore would also read every parameter of the account.
		this.instance.addToRolePolicy(PolicyStatement.Builder.create()
			.actions(List.of("ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel",
					"ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"))
			.resources(List.of("*"))
			.build());
	}

	/**
	 * The public IPv4 address. A server that replaces this one has another.
	 */
	String address() {
		return this.instance.getInstancePublicIp();
	}

	/**
	 * Has the instance boot only once these are there.
	 */
	void startAfter(IDependable... resources) {
		// Not its security group: the rule of the database refers to that.
		this.instance.getInstance().getNode().addDependency(resources);
	}

	@Override
	public Connections getConnections() {
		return this.instance.getConnections();
	}

	@Override
	public IPrincipal getGrantPrincipal() {
		return this.instance.getGrantPrincipal();
	}

}
