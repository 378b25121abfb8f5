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
import com.example.lab.cognito.UserPool;
import com.example.lab.cognito.UserPoolClient;
import com.example.lab.config.ConfigRule;
import com.example.lab.ec2.Ec2Instance;
import com.example.lab.elb.Listener;
import com.example.lab.elb.LoadBalancer;
import com.example.lab.elb.TargetGroup;
import com.example.lab.lambda.LambdaFunction;
import com.example.lab.lightsail.LightsailInstance;
import com.example.lab.lightsail.LightsailStaticIp;
import com.example.lab.localstack.DeployedTypes;
import com.example.lab.rds.DBCluster;
import com.example.lab.rds.DBInstance;
import com.example.lab.rds.ParameterGroup;
import com.example.lab.route53.RecordSet;
import com.example.lab.secretsmanager.RotationSchedule;
import com.example.lab.secretsmanager.SecretTargetAttachment;
import com.example.lab.standin.Lab;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;

/** The list of what the lab runs itself, and of what nothing runs. */
final class StandIns {

	/** A new stand-in takes one line here. */
	private static final Map<String, BiFunction<Resource, Lab, StandIn>> BY_TYPE = Map.ofEntries( //
			Map.entry("AWS::Cognito::UserPool", UserPool::new), //
			Map.entry("AWS::Cognito::UserPoolClient", UserPoolClient::new), //
			Map.entry("AWS::Config::ConfigRule", ConfigRule::new), //
			Map.entry("AWS::EC2::Instance", Ec2Instance::new), //
			Map.entry("AWS::ElasticLoadBalancingV2::Listener", Listener::new), //
			Map.entry("AWS::ElasticLoadBalancingV2::LoadBalancer", LoadBalancer::new), //
			Map.entry("AWS::ElasticLoadBalancingV2::TargetGroup", TargetGroup::new), //
			Map.entry("AWS::Lambda::Function", LambdaFunction::new), //
			Map.entry("AWS::Lightsail::Instance", LightsailInstance::new), //
			Map.entry("AWS::Lightsail::StaticIp", LightsailStaticIp::new), //
			Map.entry("AWS::RDS::DBCluster", DBCluster::new), //
			Map.entry("AWS::RDS::DBClusterParameterGroup", ParameterGroup::new), //
			Map.entry("AWS::RDS::DBInstance", DBInstance::of), //
			Map.entry("AWS::RDS::DBParameterGroup", ParameterGroup::new), //
			Map.entry("AWS::Route53::RecordSet", (resource, lab) -> new RecordSet(resource)), //
			Map.entry("AWS::SecretsManager::RotationSchedule", RotationSchedule::new), //
			Map.entry("AWS::SecretsManager::SecretTargetAttachment", SecretTargetAttachment::new));

	private static final Map<String, String> INERT = readInert();

	private StandIns() {
	}

	/**
	 * Who runs a type; null when nobody does.
	 */
	static @Nullable Runner runnerOf(String type) {
		if (BY_TYPE.containsKey(type)) {
			return Runner.STAND_IN;
		}
		if (INERT.containsKey(type)) {
			return Runner.INERT;
		}
		return DeployedTypes.deploys(type) ? Runner.LOCALSTACK : null;
	}

	static StandIn reserve(Resource resource, Lab lab) {
		return Objects.requireNonNull(BY_TYPE.get(resource.type())).apply(resource, lab);
	}

	/**
	 * Why nothing runs a type.
	 */
	static String reason(String type) {
		return INERT.getOrDefault(type, "");
	}

	/**
	 * Each line has a type, white space and the reason.
	 */
	private static Map<String, String> readInert() {
		try (InputStream in = Objects.requireNonNull(StandIns.class.getResourceAsStream("inert-types.txt"))) {
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
