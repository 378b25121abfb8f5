package com.example.postcards.tests;

import java.nio.file.Path;

import com.example.contract.stage.DeployContract;
import com.example.lab.assembly.Assembly;
import com.example.lab.deploy.Rehearsal;
import com.example.lab.junit.Stage;
import com.example.lab.process.Processes;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Stage(exclusive = false)
class DeployTests extends DeployContract {

	/**
	 * What is not rehearsed, because LocalStack does not have it. {@code SweepTests} and
	 * {@code StackRemovalTests} of the lab delete such resources from a fake AWS.
	 */
	@Test
	void theRehearsalIsWithoutEdgeCacheDatabasesAndLoadBalancer(@TempDir Path logs) {
		try (Processes processes = new Processes(logs)) {
			Assembly assembly = new Synthesis(Workshop.find().around(Path.of("")), processes).run();

			assertThat(Rehearsal.leftOut(assembly)).containsExactly("AWS::CloudFront::CachePolicy",
					"AWS::CloudFront::Distribution", "AWS::CloudFront::OriginAccessControl",
					"AWS::CloudFront::OriginRequestPolicy", "AWS::CloudFront::ResponseHeadersPolicy",
					"AWS::CloudFront::VpcOrigin", "AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient",
					"AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroupIngress",
					"AWS::ElastiCache::ServerlessCache", "AWS::ElasticLoadBalancingV2::Listener",
					"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::TargetGroup",
					"AWS::Lambda::Function", "AWS::Lambda::LayerVersion", "AWS::RDS::DBInstance",
					"AWS::RDS::DBParameterGroup", "AWS::RDS::DBSubnetGroup",
					"AWS::SecretsManager::SecretTargetAttachment", "Custom::CDKBucketDeployment");
		}
	}

}
