package com.example.lab.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.aws.autoscaling.AutoScalingGroup;
import com.example.lab.aws.autoscaling.ScalingPolicy;
import com.example.lab.aws.cloudfront.CachePolicy;
import com.example.lab.aws.cloudfront.Distribution;
import com.example.lab.aws.cloudfront.EdgeFunction;
import com.example.lab.aws.cloudfront.OriginAccessControl;
import com.example.lab.aws.cloudfront.OriginRequestPolicy;
import com.example.lab.aws.cloudfront.ResponseHeadersPolicy;
import com.example.lab.aws.cloudfront.VpcOrigin;
import com.example.lab.aws.cloudwatch.Alarm;
import com.example.lab.aws.cloudwatch.CompositeAlarm;
import com.example.lab.aws.cognito.UserPool;
import com.example.lab.aws.cognito.UserPoolClient;
import com.example.lab.aws.config.ConfigRule;
import com.example.lab.aws.ec2.Ec2Instance;
import com.example.lab.aws.ec2.LaunchTemplate;
import com.example.lab.aws.elasticache.ServerlessCache;
import com.example.lab.aws.elb.Listener;
import com.example.lab.aws.elb.ListenerRule;
import com.example.lab.aws.elb.LoadBalancer;
import com.example.lab.aws.elb.TargetGroup;
import com.example.lab.aws.lambda.LambdaFunction;
import com.example.lab.aws.lightsail.LightsailInstance;
import com.example.lab.aws.lightsail.LightsailStaticIp;
import com.example.lab.aws.rds.DBCluster;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.aws.rds.ParameterGroup;
import com.example.lab.aws.route53.RecordSet;
import com.example.lab.aws.s3.BucketDeployment;
import com.example.lab.aws.s3.DeploymentFunction;
import com.example.lab.aws.secretsmanager.RotationSchedule;
import com.example.lab.aws.secretsmanager.SecretTargetAttachment;
import com.example.lab.localstack.DeployedTypes;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;

/** The types that the lab runs itself, and the types that nothing runs. */
final class StandIns {

	/** A new stand-in takes one line here. */
	private static final Map<String, BiFunction<Resource, LabContext, StandIn>> BY_TYPE = Map.ofEntries( //
			Map.entry("AWS::AutoScaling::AutoScalingGroup", AutoScalingGroup::new), //
			Map.entry("AWS::AutoScaling::ScalingPolicy", ScalingPolicy::new), //
			Map.entry("AWS::CloudFront::CachePolicy", (resource, lab) -> new CachePolicy(resource)), //
			Map.entry("AWS::CloudFront::Distribution", Distribution::new), //
			Map.entry("AWS::CloudFront::Function", EdgeFunction::new), //
			Map.entry("AWS::CloudFront::OriginAccessControl", (resource, lab) -> new OriginAccessControl(resource)), //
			Map.entry("AWS::CloudFront::OriginRequestPolicy", (resource, lab) -> new OriginRequestPolicy(resource)), //
			Map.entry("AWS::CloudFront::ResponseHeadersPolicy", (resource, lab) -> new ResponseHeadersPolicy(resource)), //
			Map.entry("AWS::CloudFront::VpcOrigin", VpcOrigin::new), //
			Map.entry("AWS::CloudWatch::Alarm", Alarm::new), //
			Map.entry("AWS::CloudWatch::CompositeAlarm", CompositeAlarm::new), //
			Map.entry("AWS::Cognito::UserPool", UserPool::new), //
			Map.entry("AWS::Cognito::UserPoolClient", UserPoolClient::new), //
			Map.entry("AWS::Config::ConfigRule", ConfigRule::new), //
			Map.entry("AWS::EC2::Instance", Ec2Instance::new), //
			Map.entry("AWS::EC2::LaunchTemplate", LaunchTemplate::new), //
			Map.entry("AWS::ElastiCache::ServerlessCache", ServerlessCache::new), //
			Map.entry("AWS::ElasticLoadBalancingV2::Listener", Listener::new), //
			Map.entry("AWS::ElasticLoadBalancingV2::ListenerRule", ListenerRule::new), //
			Map.entry("AWS::ElasticLoadBalancingV2::LoadBalancer", LoadBalancer::new), //
			Map.entry("AWS::ElasticLoadBalancingV2::TargetGroup", TargetGroup::new), //
			Map.entry("AWS::Lambda::Function", StandIns::function), //
			Map.entry("AWS::Lightsail::Instance", LightsailInstance::new), //
			Map.entry("AWS::Lightsail::StaticIp", LightsailStaticIp::new), //
			Map.entry("AWS::RDS::DBCluster", DBCluster::new), //
			Map.entry("AWS::RDS::DBClusterParameterGroup", ParameterGroup::new), //
			Map.entry("AWS::RDS::DBInstance", DBInstance::of), //
			Map.entry("AWS::RDS::DBParameterGroup", ParameterGroup::new), //
			Map.entry("AWS::Route53::RecordSet", (resource, lab) -> new RecordSet(resource)), //
			Map.entry("AWS::SecretsManager::RotationSchedule", RotationSchedule::new), //
			Map.entry("AWS::SecretsManager::SecretTargetAttachment", SecretTargetAttachment::new), //
			Map.entry("Custom::CDKBucketDeployment", BucketDeployment::new));

	private static final Map<String, String> INERT = read("inert-types.txt");

	private static final Map<String, String> RECORDED = read("recorded-types.txt");

	private StandIns() {
	}

	/**
	 * What runs a type; null for an unsupported type.
	 */
	static @Nullable Runner runnerOf(String type) {
		if (BY_TYPE.containsKey(type)) {
			return Runner.STAND_IN;
		}
		if (INERT.containsKey(type)) {
			return Runner.INERT;
		}
		if (!DeployedTypes.deploys(type)) {
			return null;
		}
		return RECORDED.containsKey(type) ? Runner.RECORDED : Runner.LOCALSTACK;
	}

	static StandIn reserve(Resource resource, LabContext lab) {
		return Objects.requireNonNull(BY_TYPE.get(resource.type())).apply(resource, lab);
	}

	private static StandIn function(Resource resource, LabContext lab) {
		return DeploymentFunction.is(resource) ? new DeploymentFunction(resource, lab)
				: new LambdaFunction(resource, lab);
	}

	/**
	 * Why nothing runs or acts on a type.
	 */
	static String reason(String type) {
		return INERT.getOrDefault(type, RECORDED.getOrDefault(type, ""));
	}

	/**
	 * Reads a table: each line has a type, white space and a text.
	 */
	static Map<String, String> read(String table) {
		try (InputStream in = Objects.requireNonNull(StandIns.class.getResourceAsStream(table), table)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.map((line) -> line.split("\\s+", 2))
				.collect(Collectors.toMap((words) -> words[0], (words) -> words[1]));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
