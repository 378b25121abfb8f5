package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.IConnectable;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.rds.AuroraPostgresClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.DatabaseSecret;
import software.amazon.awscdk.services.rds.ServerlessV2ClusterInstanceProps;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/**
 * Aurora PostgreSQL Serverless v2, which pauses when no client is connected and then
 * costs its storage only, and the secret with its password. Needs isolated subnets in two
 * zones and a key. Exports its JDBC URL and its secret.
 */
class Database extends Construct {

	private static final String NAME = "postcards";

	private static final int PORT = 5432;

	private final SecurityGroup securityGroup;

	private final DatabaseSecret secret;

	private final DatabaseCluster cluster;

	Database(Construct scope, String id, IVpc network, IKey key, boolean retain) {
		super(scope, id);
		this.securityGroup = SecurityGroup.Builder.create(this, "SecurityGroup")
			.vpc(network)
			.description("Database of Postcards")
			.allowAllOutbound(false)
			.build();
		this.secret = DatabaseSecret.Builder.create(this, "Secret").username(NAME).encryptionKey(key).build();

		// tag::cluster[]
		this.cluster = DatabaseCluster.Builder.create(this, "Cluster")
			.engine(DatabaseClusterEngine.auroraPostgres(
					AuroraPostgresClusterEngineProps.builder().version(AuroraPostgresEngineVersion.VER_17_9).build()))
			.writer(ClusterInstance.serverlessV2("Writer",
					ServerlessV2ClusterInstanceProps.builder().publiclyAccessible(false).build()))
			.serverlessV2MinCapacity(0)
			.serverlessV2MaxCapacity(2)
			// The minimum of Aurora. With one open connection it never pauses.
			.serverlessV2AutoPauseDuration(Duration.minutes(5))
			.defaultDatabaseName(NAME)
			.credentials(Credentials.fromSecret(this.secret, NAME))
			.port(PORT)
			.parameters(Map.of("rds.force_ssl", "1"))
			.storageEncryptionKey(key)
			.backup(BackupProps.builder().retention(Duration.days(7)).build())
			.copyTagsToSnapshot(true)
			.vpc(network)
			.vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
			.securityGroups(List.of(this.securityGroup))
			.deletionProtection(retain)
			.removalPolicy(retain ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY)
			.build();
		// end::cluster[]
	}

	/**
	 * Lets clients connect.
	 * @param who they are, for the description of the rule
	 */
	void allowFrom(IConnectable clients, String who) {
		this.securityGroup.getConnections().allowFrom(clients, Port.tcp(PORT), who);
	}

	/**
	 * A JDBC URL without user and password. The server adds the path of the CA
	 * certificates.
	 */
	String url() {
		return "jdbc:postgresql://%s/%s?sslmode=verify-full"
			.formatted(this.cluster.getClusterEndpoint().getSocketAddress(), NAME);
	}

	/**
	 * User and password, as JSON.
	 */
	ISecret secret() {
		return this.secret;
	}

	DatabaseCluster cluster() {
		return this.cluster;
	}

}
