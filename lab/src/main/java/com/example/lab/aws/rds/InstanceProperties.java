package com.example.lab.aws.rds;

import java.util.List;
import java.util.Set;

import com.example.lab.assembly.StackTemplate;
import com.example.lab.aws.ec2.Zones;
import tools.jackson.databind.JsonNode;

/** What the properties of an instance say. */
final class InstanceProperties {

	private static final String ENGINE = "postgres";

	private static final String VERSION = "17";

	/** What the lab would have to do something for, and does not. */
	private static final List<String> NOT_HERE = List.of("DBSnapshotIdentifier", "SourceDBClusterIdentifier",
			"RestoreTime", "UseLatestRestorableTime");

	/**
	 * What changes while the instance keeps its data and its address; most of it has no
	 * effect here.
	 *
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html">AWS::RDS::DBInstance</a>
	 */
	private static final Set<String> IN_PLACE = Set.of("AllocatedStorage", "AllowMajorVersionUpgrade",
			"ApplyImmediately", "AutoMinorVersionUpgrade", "BackupRetentionPeriod", "CACertificateIdentifier",
			"CopyTagsToSnapshot", "DBInstanceClass", "DBParameterGroupName", "DatabaseInsightsMode",
			"DeleteAutomatedBackups", "DeletionProtection", "EnableCloudwatchLogsExports",
			"EnableIAMDatabaseAuthentication", "EnablePerformanceInsights", "EngineVersion", "Iops",
			"MasterUserPassword", "MaxAllocatedStorage", "MonitoringInterval", "MonitoringRoleArn", "MultiAZ",
			"PerformanceInsightsKMSKeyId", "PerformanceInsightsRetentionPeriod", "PreferredBackupWindow",
			"PreferredMaintenanceWindow", "PubliclyAccessible", "StorageThroughput", "StorageType", "Tags",
			"VPCSecurityGroups");

	private InstanceProperties() {
	}

	static boolean inPlace(String property) {
		return IN_PLACE.contains(property);
	}

	static boolean backedUp(JsonNode properties) {
		return properties.path("BackupRetentionPeriod").asInt(1) != 0;
	}

	/**
	 * Refuses what the lab does not run.
	 */
	static void check(JsonNode properties) {
		String engine = properties.path("Engine").asString("");
		String version = properties.path("EngineVersion").asString(VERSION);
		if (!engine.equals(ENGINE) || !version.split("\\.")[0].equals(VERSION)) {
			throw new IllegalArgumentException(
					"Its engine is '%s' %s; the lab runs %s %s only.".formatted(engine, version, ENGINE, VERSION));
		}
		NOT_HERE.stream().filter(properties::has).findFirst().ifPresent((name) -> {
			throw new IllegalArgumentException("The lab creates no instance from another: remove %s.".formatted(name));
		});
	}

	/**
	 * For the event that an instance accepts connections.
	 */
	static String storage(JsonNode properties) {
		String least = properties.path("AllocatedStorage").asString("no");
		String most = properties.path("MaxAllocatedStorage").asString("");
		return least + (most.isEmpty() ? "" : " to " + most) + " GiB of storage, not enforced";
	}

	/**
	 * The zones that it may be in, from the properties as the template has them.
	 */
	static List<String> zones(JsonNode properties, StackTemplate template) {
		JsonNode zone = properties.path("AvailabilityZone");
		return zone.isMissingNode() ? Zones.ofSubnetGroup(properties.path("DBSubnetGroupName"), template)
				: List.of(Zones.of(zone, template.region()));
	}

}
