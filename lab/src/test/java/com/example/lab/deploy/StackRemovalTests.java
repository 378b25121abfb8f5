package com.example.lab.deploy;

import java.util.List;
import java.util.Map;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What LocalStack cannot show: what is protected, what is in the way. */
class StackRemovalTests {

	private static final String ID = "arn:aws:cloudformation:us-east-1:111122223333:stack/Old/1";

	private static final String BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/old/1";

	private final FakeAws aws = new FakeAws();

	private final AwsAccount account = this.aws.account();

	private final Events events = new Events();

	@AfterEach
	void end() {
		this.account.close();
		this.aws.close();
	}

	@Test
	void turnsOffTheProtectionOfWhatIsProtected() {
		stack("CREATE_COMPLETE").with("AWS::ElasticLoadBalancingV2::LoadBalancer", BALANCER)
			.with("AWS::RDS::DBInstance", "old-database")
			.with("AWS::RDS::DBCluster", "old-cluster");
		plantProtected(true);

		remove();

		assertThat(this.aws.calls()).containsExactly(
				"ModifyLoadBalancerAttributes deletion_protection.enabled false " + BALANCER,
				"ModifyDBInstance true old-database false", "ModifyDBCluster true old-cluster false",
				"DeleteStack " + ID);
		assertThat(messages()).contains("Turned off the deletion protection of load balancer " + BALANCER,
				"Turned off the deletion protection of database old-database; its last snapshot stays",
				"Turned off the deletion protection of database old-cluster; its last snapshot stays");
	}

	@Test
	void emptiesNoBucketThatTheTemplateKeeps() {
		stack("CREATE_COMPLETE").with("AWS::S3::Bucket", "kept");
		this.aws.answer("GetTemplate",
				"<TemplateBody>{\"Resources\": {\"kept\": {\"DeletionPolicy\": \"Retain\"}}}</TemplateBody>");
		// What an emptied bucket would be asked.
		this.aws.refuse("", "AccessDenied");

		remove();

		assertThat(this.aws.calls()).containsExactly("DeleteStack " + ID);
	}

	@Test
	void leavesAloneWhatIsNotProtectedOrNotThereAnyMore() {
		stack("CREATE_COMPLETE").with("AWS::ElasticLoadBalancingV2::LoadBalancer", BALANCER)
			.with("AWS::RDS::DBInstance", "old-database")
			.with("AWS::RDS::DBCluster", "old-cluster")
			.with("AWS::RDS::DBInstance", "deleted-by-hand");
		plantProtected(false);

		remove();

		assertThat(this.aws.calls()).containsExactly("DeleteStack " + ID);
	}

	@Test
	void continuesIfALoadBalancerWasDeletedByHand() {
		stack("CREATE_COMPLETE").with("AWS::ElasticLoadBalancingV2::LoadBalancer", BALANCER);
		this.aws.refuse("DescribeLoadBalancerAttributes", "LoadBalancerNotFound");

		remove();

		assertThat(this.aws.calls()).containsExactly("DeleteStack " + ID);
	}

	@Test
	void stopsBeforeTheStackWhereItMayNotTurnOffTheProtection() {
		stack("CREATE_COMPLETE").with("AWS::ElasticLoadBalancingV2::LoadBalancer", BALANCER);
		plantProtected(true);
		this.aws.refuse("ModifyLoadBalancerAttributes", "AccessDenied");

		refuses("AWS refuses deleting stack Old: these credentials lack the permission.");
		assertThat(this.aws.calls()).isEmpty();
	}

	@Test
	void deletesTheNetworkInterfacesThatLambdaHasForgottenAndTriesAgain() {
		stack("CREATE_COMPLETE").with("AWS::EC2::VPC", "vpc-1").deletionsEnd("DELETE_FAILED");
		plantInterface("eni-forgotten", "vpc-1", "AWS Lambda VPC ENI-Rotation", "available");
		plantInterface("eni-used", "vpc-1", "AWS Lambda VPC ENI-Rotation", "in-use");
		plantInterface("eni-of-other", "vpc-2", "AWS Lambda VPC ENI-Rotation", "available");
		plantInterface("eni-by-hand", "vpc-1", "mine", "available");

		remove();

		assertThat(this.aws.calls()).containsExactly("DeleteNetworkInterface eni-forgotten", "DeleteStack " + ID,
				"DeleteStack " + ID);
		assertThat(messages()).contains("Deleted network interface eni-forgotten, which Lambda had left");
	}

	@Test
	void deletesTheSecurityGroupThatCloudFrontHasLeft() {
		stack("CREATE_COMPLETE").with("AWS::EC2::VPC", "vpc-1");
		plantGroup("sg-left", "vpc-1", "CloudFront-VPCOrigins-Service-SG");
		plantGroup("sg-of-other", "vpc-2", "CloudFront-VPCOrigins-Service-SG");
		plantGroup("sg-by-hand", "vpc-1", "mine");

		remove();

		assertThat(this.aws.calls()).containsExactly("DeleteSecurityGroup sg-left", "DeleteStack " + ID);
		assertThat(messages()).contains("Deleted security group sg-left, which CloudFront had left");
	}

	@ParameterizedTest
	@CsvSource({ "DependencyViolation,true", "UnauthorizedOperation,false" })
	void leavesAGroupThatIsInUseToTheNextTry(String code, boolean goesOn) {
		stack("CREATE_COMPLETE").with("AWS::EC2::VPC", "vpc-1");
		plantGroup("sg-used", "vpc-1", "CloudFront-VPCOrigins-Service-SG");
		this.aws.refuse("DeleteSecurityGroup", code);

		if (goesOn) {
			remove();
		}
		else {
			refuses("AWS refuses deleting stack Old: these credentials lack the permission.");
		}
		assertThat(this.aws.calls()).hasSize(goesOn ? 1 : 0);
	}

	@Test
	void saysWhatItWaitsForWhileADistributionIsDisabled() {
		stack("CREATE_COMPLETE").deletionTakes(12, "AWS::CloudFront::Distribution");

		remove();

		assertThat(messages())
			.filteredOn((message) -> message.matches(
					"Stack Old waits for Slow \\(AWS::CloudFront::Distribution, up to 15 minutes\\); \\d+ s so far"))
			.isNotEmpty();
	}

	@Test
	void namesTheResourceThatPreventsTheDeletion() {
		stack("DELETE_FAILED").deletionsEnd("DELETE_FAILED", "DELETE_FAILED", "DELETE_FAILED")
			.event("AWS::CloudFormation::Stack", "Old", ID, "DELETE_IN_PROGRESS", "")
			.event("AWS::EC2::Subnet", "Subnet", "subnet-1", "DELETE_FAILED", "The subnet has dependencies");

		refuses("Stack Old cannot be deleted: Subnet (AWS::EC2::Subnet): The subnet has dependencies. "
				+ "Run the same command again in a few minutes; it resumes.");
		assertThat(this.aws.calls()).containsExactly("DeleteStack " + ID, "DeleteStack " + ID, "DeleteStack " + ID);
	}

	@ParameterizedTest
	@CsvSource({ "CREATE_IN_PROGRESS,CREATE_COMPLETE,1", "UPDATE_ROLLBACK_IN_PROGRESS,UPDATE_ROLLBACK_FAILED,1",
			"DELETE_IN_PROGRESS,DELETE_FAILED,1", "DELETE_IN_PROGRESS,DELETE_COMPLETE,0" })
	void waitsForTheEndOfAnEarlierRunAndSaysSo(String status, String end, int deletions) {
		stack(status, status, status, end);

		remove();

		assertThat(messages()).first()
			.isEqualTo("Stack Old is %s from an earlier run; waiting until it ends".formatted(status));
		assertThat(this.aws.calls()).hasSize(deletions);
	}

	@Test
	void reportsThatCloudFormationContinuesWhenTheNetworkIsLost() {
		stack("CREATE_COMPLETE");
		this.aws.refuse("DescribeStackEvents", "lost");

		refuses("The network was lost while following stack Old");
		assertThat(this.aws.calls()).isEmpty();
	}

	private FakeStack stack(String... statuses) {
		return this.aws.stack("Old", "stage-93-old", statuses);
	}

	private void plantProtected(boolean on) {
		this.aws.plant("DescribeLoadBalancerAttributes",
				"<Key>deletion_protection.enabled</Key><Value>%s</Value>".formatted(on));
		this.aws.plant("DescribeDBInstances",
				"<DBInstanceIdentifier>of-another-user</DBInstanceIdentifier><DeletionProtection>true</DeletionProtection>");
		this.aws.plant("DescribeDBInstances",
				"<DBInstanceIdentifier>old-database</DBInstanceIdentifier><DeletionProtection>%s</DeletionProtection>"
					.formatted(on));
		this.aws.plant("DescribeDBClusters",
				"<DBClusterIdentifier>old-cluster</DBClusterIdentifier><DeletionProtection>%s</DeletionProtection>"
					.formatted(on));
	}

	private void plantInterface(String id, String vpc, String description, String status) {
		this.aws.plant("DescribeNetworkInterfaces",
				"<networkInterfaceId>%s</networkInterfaceId><vpcId>%s</vpcId><description>%s</description><status>%s</status>"
					.formatted(id, vpc, description, status));
	}

	private void plantGroup(String id, String vpc, String name) {
		this.aws.plant("DescribeSecurityGroups",
				"<groupId>%s</groupId><vpcId>%s</vpcId><groupName>%s</groupName>".formatted(id, vpc, name));
	}

	private void remove() {
		new StackRemoval(this.account, new DeployedStack(this.account, "Old", Map.of(), this.events), this.events)
			.run();
	}

	private void refuses(String message) {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(this::remove).withMessageContaining(message);
	}

	private List<String> messages() {
		return this.events.since(0).stream().map(Event::message).toList();
	}

}
