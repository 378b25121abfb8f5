package com.example.docs.architecture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.example.docs.architecture.Icon.Role;
import com.example.lab.assembly.Resource;
import org.jspecify.annotations.Nullable;

/** Which resources are drawn, and how. Each type is in one of the two tables below. */
final class Icons {

	private static final String DISTRIBUTION = "AWS::CloudFront::Distribution";

	private static final String DATABASE_INSTANCE = "AWS::RDS::DBInstance";

	/** What a replica follows. */
	static final String SOURCE = "SourceDBInstanceIdentifier";

	private static final Icon AURORA_INSTANCE = new Icon(Role.SERVER, "Database/AuroraPostgreSQLInstance",
			"Aurora DB instance");

	private static final Icon RDS_INSTANCE = new Icon(Role.SERVER, "Database/RDS", "RDS DB instance");

	private static final Icon READ_REPLICA = new Icon(Role.SERVER, "Database/RDS", "RDS read replica");

	/** A bucket whose objects a distribution serves. */
	static final Icon ORIGIN = new Icon(Role.STORE, "Storage/SimpleStorageServiceBucketWithObjects", "S3 bucket");

	/** In another zone than its primary. */
	static final Icon STANDBY = new Icon(Role.SERVER, "Database/RDSMultiAZ", "Multi-AZ standby");

	private static final Map<String, Icon> DRAWN = Map.ofEntries(
			Map.entry("AWS::CertificateManager::Certificate",
					new Icon(Role.SERVICE, "SecurityIdentityCompliance/CertificateManager", "ACM certificate")),
			Map.entry(DISTRIBUTION,
					new Icon(Role.SERVER, "NetworkingContentDelivery/CloudFront", "CloudFront distribution")),
			Map.entry("AWS::CloudWatch::Alarm",
					new Icon(Role.ALARM, "ManagementGovernance/CloudWatchAlarm", "CloudWatch alarm")),
			Map.entry("AWS::Cognito::UserPool",
					new Icon(Role.SERVICE, "SecurityIdentityCompliance/Cognito", "Cognito user pool")),
			Map.entry("AWS::DynamoDB::GlobalTable", new Icon(Role.STORE, "Database/DynamoDBTable", "DynamoDB table")),
			Map.entry("AWS::EC2::EIP", new Icon(Role.ADDRESS, "Compute/EC2ElasticIPAddress", "Elastic IP address")),
			Map.entry("AWS::EC2::Instance", new Icon(Role.SERVER, "Compute/EC2Instance", "EC2 instance")),
			Map.entry("AWS::EC2::VPC", new Icon(Role.NETWORK, "Groups/VPC", "VPC")),
			Map.entry("AWS::ElasticLoadBalancingV2::LoadBalancer",
					new Icon(Role.SERVER, "NetworkingContentDelivery/ElasticLoadBalancingApplicationLoadBalancer",
							"Application Load Balancer")),
			Map.entry("AWS::ElastiCache::ServerlessCache",
					new Icon(Role.SERVER, "Database/ElastiCacheElastiCacheforValkey", "ElastiCache serverless cache")),
			Map.entry("AWS::KMS::Key",
					new Icon(Role.SERVICE, "SecurityIdentityCompliance/KeyManagementService", "KMS key")),
			Map.entry("AWS::Lambda::Function",
					new Icon(Role.SERVER, "Compute/LambdaLambdaFunction", "Lambda function")),
			Map.entry("AWS::Lightsail::Alarm",
					new Icon(Role.ALARM, "ManagementGovernance/CloudWatchAlarm", "Lightsail alarm")),
			Map.entry("AWS::Lightsail::Instance", new Icon(Role.SERVER, "Compute/Lightsail", "Lightsail instance")),
			Map.entry("AWS::Lightsail::StaticIp",
					new Icon(Role.ADDRESS, "Compute/EC2ElasticIPAddress", "Lightsail static IP")),
			Map.entry("AWS::Logs::LogGroup",
					new Icon(Role.SERVICE, "ManagementGovernance/CloudWatchLogs", "CloudWatch log group")),
			Map.entry("AWS::RDS::DBCluster", new Icon(Role.SERVER, "Database/Aurora", "Aurora DB cluster")),
			Map.entry(DATABASE_INSTANCE, RDS_INSTANCE),
			Map.entry("AWS::Route53::RecordSet",
					new Icon(Role.ADDRESS, "NetworkingContentDelivery/Route53", "Route 53 record")),
			Map.entry("AWS::S3::Bucket", new Icon(Role.SERVICE, "Storage/SimpleStorageServiceBucket", "S3 bucket")),
			Map.entry("AWS::SecretsManager::Secret",
					new Icon(Role.SERVICE, "SecurityIdentityCompliance/SecretsManager", "Secrets Manager secret")),
			Map.entry("AWS::SSM::Parameter", new Icon(Role.SERVICE, "ManagementGovernance/SystemsManagerParameterStore",
					"Parameter Store parameter")));

	/** By the reason. */
	private static final Map<String, List<String>> NOT_DRAWN = Map.of("Permissions: an arrow, if anything",
			List.of("AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroupIngress",
					"AWS::IAM::InstanceProfile", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::Role",
					"AWS::Lambda::Permission", "AWS::S3::BucketPolicy", "AWS::SecretsManager::ResourcePolicy"),
			"Routes inside a VPC, the same in every one",
			List.of("AWS::EC2::InternetGateway", "AWS::EC2::Route", "AWS::EC2::RouteTable",
					"AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPCEndpoint", "AWS::EC2::VPCGatewayAttachment"),
			"The place of other resources: their frames show it",
			List.of("AWS::EC2::Subnet", "AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::RDS::DBSubnetGroup"),
			"A setting of what it belongs to",
			List.of("AWS::CloudFront::CachePolicy", "AWS::CloudFront::Function", "AWS::CloudFront::OriginAccessControl",
					"AWS::CloudFront::OriginRequestPolicy", "AWS::CloudFront::ResponseHeadersPolicy",
					"AWS::CloudFront::VpcOrigin", "AWS::Cognito::UserPoolClient", "AWS::Cognito::UserPoolDomain",
					"AWS::EC2::EIPAssociation", "AWS::EC2::LaunchTemplate", "AWS::ElasticLoadBalancingV2::Listener",
					"AWS::ElasticLoadBalancingV2::ListenerCertificate", "AWS::ElasticLoadBalancingV2::ListenerRule",
					"AWS::KMS::Alias", "AWS::RDS::DBClusterParameterGroup", "AWS::RDS::DBParameterGroup",
					"AWS::SecretsManager::RotationSchedule", "AWS::SecretsManager::SecretTargetAttachment"),
			"Runs at deployments only", List.of("AWS::Lambda::LayerVersion", "Custom::CDKBucketDeployment"),
			"Nothing that runs", List.of("AWS::CDK::Metadata"));

	/** The path of what the CDK adds to a stack for its custom resources. */
	private static final String OF_CUSTOM_RESOURCE = "/Custom::CDK";

	private Icons() {
	}

	/**
	 * How a resource is drawn.
	 * @return null if it is not drawn
	 */
	static @Nullable Icon of(Resource resource) {
		if (!isDrawn(resource)) {
			return null;
		}
		if (resource.type().equals(DATABASE_INSTANCE)) {
			return ofDatabase(resource);
		}
		return DRAWN.get(resource.type());
	}

	private static Icon ofDatabase(Resource instance) {
		if (instance.properties().has("DBClusterIdentifier")) {
			return AURORA_INSTANCE;
		}
		return instance.properties().has(SOURCE) ? READ_REPLICA : RDS_INSTANCE;
	}

	/**
	 * Whether RDS keeps a second copy of a database in another zone.
	 */
	static boolean hasStandby(Resource resource) {
		return resource.type().equals(DATABASE_INSTANCE) && resource.properties().path("MultiAZ").asBoolean(false);
	}

	static boolean isDistribution(Resource resource) {
		return resource.type().equals(DISTRIBUTION);
	}

	static boolean isDrawn(Resource resource) {
		return DRAWN.containsKey(resource.type()) && !resource.path().contains(OF_CUSTOM_RESOURCE);
	}

	/**
	 * Checks that each resource is in a table.
	 * @throws IllegalArgumentException if some are not; names them all
	 */
	static void requireKnown(Collection<Resource> resources) {
		List<Resource> unknown = new ArrayList<>(resources);
		unknown.removeIf((resource) -> isDrawn(resource) || resource.path().contains(OF_CUSTOM_RESOURCE)
				|| NOT_DRAWN.values().stream().anyMatch((types) -> types.contains(resource.type())));
		if (!unknown.isEmpty()) {
			throw new IllegalArgumentException(unknown.stream()
				.map((resource) -> "No picture shows %s (construct %s).".formatted(resource.type(), resource.path()))
				.collect(Collectors.joining("\n", "",
						"\nGive the type an icon in DRAWN of %s, or list it in NOT_DRAWN there with the reason."
							.formatted(Icons.class.getName()))));
		}
	}

}
