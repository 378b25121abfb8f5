package com.example.lab.deploy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.stage.WorkshopException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.rds.RdsClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deletes a stack together with what CloudFormation refuses to delete: buckets that hold
 * something, and what is protected from deletion.
 */
final class StackRemoval {

	/** A load balancer writes a last log when its bucket was empty already. */
	private static final int TRIES = 3;

	/**
	 * Of a security group that CloudFront manages.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html">VPC
	 * origins</a>
	 */
	private static final String VPC_ORIGINS = "CloudFront-VPCOrigins-Service-SG";

	private static final String PROTECTED = "deletion_protection.enabled";

	private final AwsAccount account;

	private final DeployedStack stack;

	private final Events events;

	StackRemoval(AwsAccount account, DeployedStack stack, Events events) {
		this.account = account;
		this.stack = stack;
		this.events = events;
	}

	/**
	 * Deletes it, if it is there.
	 * @throws WorkshopException if it cannot be deleted; names what is in the way
	 */
	void run() {
		Stack found = this.stack.find().orElse(null);
		if (found == null) {
			return;
		}
		this.stack.fromNow();
		if (this.stack.settleEarlierRun().equals("DELETE_COMPLETE")) {
			return;
		}
		for (int tried = 1; tried <= TRIES; tried++) {
			List<StackResourceSummary> resources = this.stack.resources(found.stackId())
				.stream()
				.filter((resource) -> resource.physicalResourceId() != null)
				.filter((resource) -> !resource.resourceStatusAsString().equals("DELETE_COMPLETE"))
				.toList();
			try {
				Set<String> kept = kept(found.stackId());
				resources.stream()
					.filter((resource) -> !kept.contains(resource.logicalResourceId()))
					.forEach(this::prepareIfThere);
				this.stack.cloudFormation().deleteStack((request) -> request.stackName(found.stackId()));
			}
			catch (SdkException ex) {
				throw this.stack.failed(ex, "deleting stack " + this.stack.name());
			}
			if (this.stack.settle(found.stackId()).equals("DELETE_COMPLETE")) {
				return;
			}
		}
		StackFailure failure = this.stack.failure();
		throw new WorkshopException(
				"Stack %s cannot be deleted%s. Run the same command again in a few minutes; it resumes."
					.formatted(this.stack.name(), (failure == null) ? ""
							: ": %s (%s): %s".formatted(failure.resource(), failure.type(), failure.reason())));
	}

	/**
	 * The logical ids of what stays, with what is in it. The CDK's bootstrap, the only
	 * template in YAML, goes with its bucket.
	 */
	private Set<String> kept(String stackId) {
		String template = this.stack.cloudFormation()
			.getTemplate((request) -> request.stackName(stackId))
			.templateBody();
		if (!template.startsWith("{")) {
			return Set.of();
		}
		return JsonMapper.shared()
			.readTree(template)
			.path("Resources")
			.properties()
			.stream()
			.filter((resource) -> resource.getValue().path("DeletionPolicy").asString("").startsWith("Retain"))
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	/** A user may have deleted it by hand. */
	private void prepareIfThere(StackResourceSummary resource) {
		try {
			prepare(resource);
		}
		catch (AwsServiceException ex) {
			if (!AwsFailure.code(ex).contains("NotFound")) {
				throw ex;
			}
		}
	}

	private void prepare(StackResourceSummary resource) {
		String id = resource.physicalResourceId();
		switch (resource.resourceType()) {
			case "AWS::S3::Bucket" -> {
				int objects = new Buckets(this.account).empty(id, "");
				if (objects > 0) {
					say("Emptied s3://%s: %d versions of objects".formatted(id, objects));
				}
			}
			case "AWS::ElasticLoadBalancingV2::LoadBalancer" -> unprotectBalancer(id);
			case "AWS::RDS::DBInstance" -> unprotectInstance(id);
			case "AWS::RDS::DBCluster" -> unprotectCluster(id);
			case "AWS::EC2::VPC" -> {
				deleteForgottenInterfaces(id);
				deleteGroupsOfVpcOrigins(id);
			}
			default -> {
				// CloudFormation deletes it as it is.
			}
		}
	}

	private void unprotectBalancer(String arn) {
		ElasticLoadBalancingV2Client client = this.account.client(ElasticLoadBalancingV2Client.builder());
		boolean isProtected = client.describeLoadBalancerAttributes((request) -> request.loadBalancerArn(arn))
			.attributes()
			.stream()
			.anyMatch((attribute) -> attribute.key().equals(PROTECTED) && attribute.value().equals("true"));
		if (isProtected) {
			client.modifyLoadBalancerAttributes((request) -> request.loadBalancerArn(arn)
				.attributes(LoadBalancerAttribute.builder().key(PROTECTED).value("false").build()));
			say("Turned off the deletion protection of load balancer " + arn);
		}
	}

	private void unprotectInstance(String id) {
		RdsClient client = this.account.client(RdsClient.builder());
		boolean isProtected = client
			.describeDBInstancesPaginator((request) -> request.filters(filter("db-instance-id", id)))
			.dbInstances()
			.stream()
			.anyMatch((instance) -> Boolean.TRUE.equals(instance.deletionProtection()));
		if (isProtected) {
			client.modifyDBInstance(
					(request) -> request.dbInstanceIdentifier(id).deletionProtection(false).applyImmediately(true));
			say("Turned off the deletion protection of database %s; its last snapshot stays".formatted(id));
		}
	}

	private void unprotectCluster(String id) {
		RdsClient client = this.account.client(RdsClient.builder());
		boolean isProtected = client
			.describeDBClustersPaginator((request) -> request.filters(filter("db-cluster-id", id)))
			.dbClusters()
			.stream()
			.anyMatch((cluster) -> Boolean.TRUE.equals(cluster.deletionProtection()));
		if (isProtected) {
			client.modifyDBCluster(
					(request) -> request.dbClusterIdentifier(id).deletionProtection(false).applyImmediately(true));
			say("Turned off the deletion protection of database %s; its last snapshot stays".formatted(id));
		}
	}

	/**
	 * Lambda makes them without tags, and takes its time to delete them; until then the
	 * subnets and security groups cannot go.
	 */
	private void deleteForgottenInterfaces(String vpc) {
		Ec2Client client = this.account.client(Ec2Client.builder());
		client
			.describeNetworkInterfacesPaginator(
					(request) -> request.filters((filter) -> filter.name("vpc-id").values(vpc),
							(filter) -> filter.name("status").values("available")))
			.networkInterfaces()
			.stream()
			.filter((one) -> String.valueOf(one.description()).startsWith("AWS Lambda VPC ENI"))
			.map(NetworkInterface::networkInterfaceId)
			.forEach((id) -> {
				client.deleteNetworkInterface((request) -> request.networkInterfaceId(id));
				say("Deleted network interface %s, which Lambda had left".formatted(id));
			});
	}

	/**
	 * CloudFront makes one for the VPC origins of a network and can leave it; the network
	 * cannot go before. As long as it is in use it stays, for another try.
	 */
	private void deleteGroupsOfVpcOrigins(String vpc) {
		Ec2Client client = this.account.client(Ec2Client.builder());
		client
			.describeSecurityGroupsPaginator((request) -> request.filters((filter) -> filter.name("vpc-id").values(vpc),
					(filter) -> filter.name("group-name").values(VPC_ORIGINS)))
			.securityGroups()
			.stream()
			.map(SecurityGroup::groupId)
			.forEach((id) -> {
				try {
					client.deleteSecurityGroup((request) -> request.groupId(id));
					say("Deleted security group %s, which CloudFront had left".formatted(id));
				}
				catch (Ec2Exception ex) {
					if (!AwsFailure.code(ex).equals("DependencyViolation")) {
						throw ex;
					}
				}
			});
	}

	private static software.amazon.awssdk.services.rds.model.Filter filter(String name, String value) {
		return software.amazon.awssdk.services.rds.model.Filter.builder().name(name).values(value).build();
	}

	private void say(String message) {
		this.events.publish(Event.Kind.PROGRESS, Events.LAB, message);
	}

}
