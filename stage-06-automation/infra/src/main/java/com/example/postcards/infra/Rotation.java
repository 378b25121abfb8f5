package com.example.postcards.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.IConnectable;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.secretsmanager.CfnRotationSchedule;
import software.amazon.awscdk.services.secretsmanager.CfnRotationSchedule.RotationRulesProperty;
import software.constructs.Construct;

/**
 * Another user and a new password for the application every 30 days: a function in the
 * network that sets them, and the schedule on which Secrets Manager calls that function.
 * Needs isolated subnets, a key, and a database. The function reaches Secrets Manager
 * through an endpoint, which costs about 7.30 dollars a month in one zone: that is why
 * rotation is off by default.
 */
class Rotation extends Construct {

	private static final int HTTPS = 443;

	private final Function function;

	private final SecurityGroup endpointGroup;

	Rotation(Construct scope, String id, IVpc network, IKey key, Database database, Processor processor) {
		super(scope, id);
		SecurityGroup group = group("SecurityGroup", network, "Rotation of the password");
		this.endpointGroup = group("EndpointSecurityGroup", network, "Endpoint of Secrets Manager");
		// tag::rotation[]
		this.function = function(network, key, group, processor);
		database.allowFrom(this.function, "Rotation of the password");
		// Its private name is valid in the whole network, so a client that may not
		// connect to it cannot reach Secrets Manager at all.
		InterfaceVpcEndpoint endpoint = InterfaceVpcEndpoint.Builder.create(this, "Endpoint")
			.vpc(network)
			.service(InterfaceVpcEndpointAwsService.SECRETS_MANAGER)
			.privateDnsEnabled(true)
			.open(false)
			.securityGroups(List.of(this.endpointGroup))
			// In one zone: without it the password is rotated later.
			.subnets(SubnetSelection.builder().subnets(List.of(network.getIsolatedSubnets().get(0))).build())
			.build();
		allowFrom(this.function);
		grant(database, key);

		// The CDK's own schedule lets Secrets Manager call on behalf of any account.
		Permission permission = Permission.builder()
			.principal(new ServicePrincipal("secretsmanager.amazonaws.com"))
			.sourceAccount(Aws.ACCOUNT_ID)
			.build();
		this.function.addPermission("SecretsManager", permission);
		CfnRotationSchedule schedule = CfnRotationSchedule.Builder.create(this, "Schedule")
			.secretId(database.secret().getSecretArn())
			.rotationLambdaArn(this.function.getFunctionArn())
			.rotationRules(RotationRulesProperty.builder().scheduleExpression("rate(30 days)").build())
			.rotateImmediatelyOnUpdate(false)
			.build();
		// It is tried once as soon as it is made.
		schedule.getNode().addDependency(this.function, endpoint, database);
		// end::rotation[]
	}

	/**
	 * Lets clients reach Secrets Manager through the endpoint.
	 */
	final void allowFrom(IConnectable clients) {
		this.endpointGroup.getConnections().allowFrom(clients, Port.tcp(HTTPS), "Clients of Secrets Manager");
	}

	private SecurityGroup group(String id, IVpc network, String description) {
		return SecurityGroup.Builder.create(this, id)
			.vpc(network)
			.description(description)
			.allowAllOutbound(false)
			.build();
	}

	private Function function(IVpc network, IKey key, SecurityGroup group, Processor processor) {
		LogGroup logs = LogGroup.Builder.create(this, "Logs")
			.encryptionKey(key)
			.retention(RetentionDays.ONE_MONTH)
			.removalPolicy(RemovalPolicy.DESTROY)
			.build();
		Role role = Role.Builder.create(this, "Role").assumedBy(new ServicePrincipal("lambda.amazonaws.com")).build();
		logs.grantWrite(role);
		// https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
		role.addToPolicy(PolicyStatement.Builder.create()
			.actions(List.of("ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
					"ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses"))
			.resources(List.of("*"))
			.build());
		return Function.Builder.create(this, "Function")
			// As on the servers, on Amazon Linux 2023.
			.runtime(Runtime.JAVA_25)
			.architecture(processor.ofFunctions())
			.handler("com.example.postcards.rotation.AlternatingUserRotation")
			.code(Code.fromAsset(code().toString()))
			.memorySize(512)
			.timeout(Duration.seconds(30))
			.vpc(network)
			.vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
			.securityGroups(List.of(group))
			.role(role)
			.logGroup(logs)
			.build();
	}

	/**
	 * What the build of the function leaves: its jar, and those that it needs.
	 */
	private static Path code() {
		Path code = Path.of("../../rotation/target/function").toAbsolutePath().normalize();
		if (!Files.isDirectory(code)) {
			throw new IllegalArgumentException(
					"There is no function at " + code + ". Build the module rotation first, or leave rotation off.");
		}
		return code;
	}

	private void grant(Database database, IKey key) {
		this.function.addToRolePolicy(PolicyStatement.Builder.create()
			.actions(List.of("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
					"secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"))
			.resources(List.of(database.secret().getSecretArn()))
			.build());
		// It makes the user that is missing, which the application's own user may not.
		this.function.addToRolePolicy(PolicyStatement.Builder.create()
			.actions(List.of("secretsmanager:GetSecretValue"))
			.resources(List.of(database.masterSecret().getSecretArn()))
			.build());
		this.function.addToRolePolicy(PolicyStatement.Builder.create()
			.actions(List.of("secretsmanager:GetRandomPassword"))
			.resources(List.of("*"))
			.build());
		this.function.addToRolePolicy(PolicyStatement.Builder.create()
			.actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
			.resources(List.of(key.getKeyArn()))
			.build());
	}

}
