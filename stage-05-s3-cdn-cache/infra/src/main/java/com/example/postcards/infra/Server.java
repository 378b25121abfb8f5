package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.ec2.AmazonLinux2023ImageSsmParameter;
import software.amazon.awscdk.services.ec2.AmazonLinux2023ImageSsmParameterProps;
import software.amazon.awscdk.services.ec2.AmazonLinux2023Kernel;
import software.amazon.awscdk.services.ec2.ApplyCloudFormationInitOptions;
import software.amazon.awscdk.services.ec2.BlockDevice;
import software.amazon.awscdk.services.ec2.BlockDeviceVolume;
import software.amazon.awscdk.services.ec2.CloudFormationInit;
import software.amazon.awscdk.services.ec2.Connections;
import software.amazon.awscdk.services.ec2.EbsDeviceOptions;
import software.amazon.awscdk.services.ec2.EbsDeviceVolumeType;
import software.amazon.awscdk.services.ec2.HttpTokens;
import software.amazon.awscdk.services.ec2.IConnectable;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Instance;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * One EC2 instance that runs the application and keeps no data: a new release, or a new
 * setting of its own, replaces it. Needs a public subnet and a {@link ServerInit}. It
 * opens no port by itself. A shell on it is Session Manager's, without a port and without
 * a key.
 */
class Server extends Construct implements IConnectable, IGrantable {

	private final Instance instance;

	private final int port;

	Server(Construct scope, String id, IVpc network, ISubnet subnet, Machine machine, Application application,
			CloudFormationInit init) {
		super(scope, id);
		this.port = application.port();
		SubnetSelection subnets = SubnetSelection.builder().subnets(List.of(subnet)).build();

		// tag::instance[]
		this.instance = Instance.Builder.create(this, "Instance")
			.vpc(network)
			.vpcSubnets(subnets)
			.instanceType(new InstanceType(machine.processor().instanceType()))
			// EC2 looks the image up when it launches a server. CloudFormation would at
			// each deployment, and replace all servers at once whenever there is a newer
			// one. To take a newer one, give one server its id as the context value
			// image.SERVER, deploy, wait until that server is healthy, then the next.
			.machineImage(MachineImage.resolveSsmParameterAtLaunch(newestImage(machine.processor())))
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
		// end::instance[]
		if (machine.image() != null) {
			this.instance.getInstance().setImageId(machine.image());
		}
		Validations.of(this.instance)
			.acknowledge(Acknowledgment.builder()
				.id("CloudFormation-Validate::E1152")
				.reason("EC2 takes the name of a parameter, too, which CloudFormation hands over as it is.")
				.build());
		startAfter(network.selectSubnets(subnets).getInternetConnectivityEstablished());

		// AmazonSSMManagedInstanceCore would also read every parameter of the account.
		this.instance.addToRolePolicy(PolicyStatement.Builder.create()
			.actions(List.of("ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel",
					"ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"))
			.resources(List.of("*"))
			.build());
	}

	Instance instance() {
		return this.instance;
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
