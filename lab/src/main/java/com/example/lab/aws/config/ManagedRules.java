package com.example.lab.aws.config;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.aws.config.Evaluation.Compliance;
import com.example.lab.aws.ec2.SecurityGroups;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The managed rules of AWS Config that the lab knows, each a function of a template and
 * one of its resources. They ignore what only a running account shows, such as when a
 * secret was last rotated.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html">List
 * of AWS Config Managed Rules</a>
 */
enum ManagedRules {

	/** The metadata service of an instance requires tokens. */
	EC2_IMDSV2_CHECK("AWS::EC2::Instance",
			(template, instance) -> Evaluation.of(instance, Stream
				.concat(Stream.of(instance.properties()),
						referred(template, "AWS::EC2::LaunchTemplate", instance.properties().path("LaunchTemplate"))
							.map((launch) -> launch.properties().path("LaunchTemplateData")))
				.anyMatch((data) -> data.path("MetadataOptions").path("HttpTokens").asString("").equals("required")))),

	/** KMS rotates a key; it does so for symmetric ones with material of its own. */
	CMK_BACKING_KEY_ROTATION_ENABLED("AWS::KMS::Key", (template, key) -> {
		boolean rotates = key.properties().path("KeySpec").asString("SYMMETRIC_DEFAULT").equals("SYMMETRIC_DEFAULT")
				&& key.properties().path("Origin").asString("AWS_KMS").equals("AWS_KMS");
		return rotates ? Evaluation.of(key, key.properties().path("EnableKeyRotation").asBoolean(false))
				: new Evaluation(key.name(), Compliance.NOT_APPLICABLE);
	}),

	/** No security group opens port 22 to everyone. */
	INCOMING_SSH_DISABLED("AWS::EC2::SecurityGroup",
			(template, group) -> Evaluation.of(group,
					new SecurityGroups(template).portsOf(group).noneMatch((port) -> port == 22))),

	/** A secret has a schedule by which it rotates. */
	SECRETSMANAGER_ROTATION_ENABLED_CHECK("AWS::SecretsManager::Secret",
			(template, secret) -> Evaluation.of(secret,
					template.resources()
						.stream()
						.filter((resource) -> resource.type().equals("AWS::SecretsManager::RotationSchedule"))
						.flatMap((schedule) -> Stream.concat(Stream.of(schedule),
								referred(template, "AWS::SecretsManager::SecretTargetAttachment",
										schedule.properties().path("SecretId"))))
						.anyMatch((resource) -> refers(resource.properties().path("SecretId"), secret)))),

	/**
	 * The storage of a database instance is encrypted; that of an Aurora one is its
	 * cluster's.
	 */
	RDS_STORAGE_ENCRYPTED("AWS::RDS::DBInstance",
			(template, instance) -> Evaluation.of(instance,
					Stream
						.concat(Stream.of(instance),
								referred(template, "AWS::RDS::DBCluster",
										instance.properties().path("DBClusterIdentifier")))
						.anyMatch((storage) -> storage.properties().path("StorageEncrypted").asBoolean(false))));

	private final String type;

	private final BiFunction<StackTemplate, Resource, Evaluation> evaluation;

	ManagedRules(String type, BiFunction<StackTemplate, Resource, Evaluation> evaluation) {
		this.type = type;
		this.evaluation = evaluation;
	}

	/**
	 * A rule by its identifier; null when the lab does not know it.
	 */
	static @Nullable ManagedRules of(String identifier) {
		return Stream.of(values()).filter((rule) -> rule.name().equals(identifier)).findFirst().orElse(null);
	}

	/**
	 * Evaluates the resources of the rule's type.
	 */
	List<Evaluation> evaluate(StackTemplate template) {
		return template.resources()
			.stream()
			.filter((resource) -> resource.type().equals(this.type))
			.map((resource) -> this.evaluation.apply(template, resource))
			.toList();
	}

	private static Stream<Resource> referred(StackTemplate template, String type, JsonNode reference) {
		return template.resources()
			.stream()
			.filter((resource) -> resource.type().equals(type) && refers(reference, resource));
	}

	private static boolean refers(JsonNode reference, Resource resource) {
		return reference.findValuesAsString("Ref").contains(resource.logicalId()) || reference.findValues("Fn::GetAtt")
			.stream()
			.anyMatch((attribute) -> attribute.path(0).asString("").equals(resource.logicalId()));
	}

}
