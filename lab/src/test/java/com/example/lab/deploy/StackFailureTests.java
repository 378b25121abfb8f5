package com.example.lab.deploy;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StackFailureTests {

	/** The words are those of CloudFormation's resource handlers. */
	@ParameterizedTest
	@CsvSource(delimiter = ';', value = {
			"You have requested more vCPU capacity than your current vCPU limit of 0 allows for the instance bucket (HandlerErrorCode: ServiceLimitExceeded);A quota",
			"The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400);A quota",
			"Cannot create more than 40 DB instances (Status Code: 400, InstanceQuotaExceeded);A quota",
			"Resource of type 'AWS::Logs::LogGroup' with identifier 'x' already exists.;The name is in use",
			"Some names are already in use: Postcards-box (Service: Lightsail);The name is in use",
			"The requested bucket name is not available.;The name is in use",
			"User: me is not authorized to perform: ec2:CreateVpc;The role that deploys",
			"Access denied for operation 'AWS::KMS::Key'.;The role that deploys",
			"We currently do not have sufficient t4g.small capacity in the Availability Zone you requested;The Region cannot",
			"RDS does not support creating a DB instance with: DBInstanceClass=db.t4g.micro (not available);The Region cannot",
			"Invalid request provided: you have more VPC origins than allowed (HandlerErrorCode: TooManyVpcOrigins);A quota",
			"One or more of the CNAMEs you provided are already associated with a different resource.;The name is in use",
			"Access denied: Your account must be verified before you can add new CloudFront resources.;CloudFront waits until",
			"Property validation failure: unknown key;The message from AWS above" })
	void advisesByTheWordsOfAws(String reason, String advice) {
		assertThat(advice("AWS::EC2::Instance", reason)).startsWith(advice);
	}

	@Test
	void aZoneWithoutVpcOriginsIsNoLackOfCapacity() {
		String reason = "The subnet is in Availability Zone use1-az3, which is not supported in VPC origins.";

		assertThat(advice("AWS::CloudFront::VpcOrigin", reason)).startsWith("CloudFront has no VPC origins in one of");
		assertThat(advice("AWS::ElastiCache::ServerlessCache", reason)).startsWith("The Region cannot");
	}

	private static String advice(String type, String reason) {
		return new StackFailure("Server", type, reason, Instant.EPOCH)
			.advice(new Target(3, "stage-03-rds", "us-east-1", null));
	}

}
