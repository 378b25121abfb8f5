package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.IConnectable;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseInsightsMode;
import software.amazon.awscdk.services.rds.DatabaseInstance;
import software.amazon.awscdk.services.rds.DatabaseInstanceEngine;
import software.amazon.awscdk.services.rds.DatabaseSecret;
import software.amazon.awscdk.services.rds.Endpoint;
import software.amazon.awscdk.services.rds.IInstanceEngine;
import software.amazon.awscdk.services.rds.IParameterGroup;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.PerformanceInsightRetention;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;
import software.amazon.awscdk.services.rds.PostgresInstanceEngineProps;
import software.amazon.awscdk.services.rds.StorageType;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/**
 * RDS for PostgreSQL, which costs the same in each hour, and the secrets of its two
 * users: the master, who owns the tables, and the application, which reads and writes
 * rows. Needs isolated subnets in two zones and a key. Exports its JDBC URL, its secrets,
 * and how many connections a server may hold.
 */
class Database extends Construct {

	private static final String NAME = "postcards";

	static final int PORT = 5432;

	/** Gigabytes, at most. */
	static final int MAX_STORAGE = 100;

	/** Gigabytes, to begin with. */
	private static final int STORAGE = 20;

	/** What 1 GB of memory is enough for; RDS itself would allow about as many. */
	private static final int MAX_CONNECTIONS = 80;

	/** For RDS itself, a rotation, a move, and people who search for an error. */
	private static final int RESERVE = 20;

	/** A server's 40 threads seldom ask the database at once. */
	private static final int ENOUGH_CONNECTIONS = 10;

	private final SecurityGroup securityGroup;

	private final DatabaseSecret masterSecret;

	private final ParameterGroup parameters;

	private final DatabaseInstance instance;

	private final DatabaseSecret secret;

	Database(Construct scope, String id, IVpc network, IKey key, Processor processor, boolean retain) {
		super(scope, id);
		this.securityGroup = SecurityGroup.Builder.create(this, "SecurityGroup")
			.vpc(network)
			.description("Database of Postcards")
			.allowAllOutbound(false)
			.build();
		this.masterSecret = DatabaseSecret.Builder.create(this, "Secret").username(NAME).encryptionKey(key).build();
		IInstanceEngine engine = DatabaseInstanceEngine
			.postgres(PostgresInstanceEngineProps.builder().version(PostgresEngineVersion.VER_17_9).build());

		// tag::instance[]
		this.parameters = ParameterGroup.Builder.create(this, "Parameters")
			.engine(engine)
			.parameters(Map.of("rds.force_ssl", "1", "max_connections", Integer.toString(MAX_CONNECTIONS),
					// Milliseconds. What is slower is in the log with its text.
					"log_min_duration_statement", "250"))
			.build();
		this.instance = DatabaseInstance.Builder.create(this, "Instance")
			.engine(engine)
			.instanceType(new InstanceType(processor.databaseType()))
			.parameterGroup(this.parameters)
			// A standby in the other zone has every commit before it is acknowledged, and
			// takes over under the same name. It serves no reads.
			.multiAz(true)
			.databaseName(NAME)
			.credentials(Credentials.fromSecret(this.masterSecret, NAME))
			.port(PORT)
			.storageType(StorageType.GP3)
			.allocatedStorage(STORAGE)
			.maxAllocatedStorage(MAX_STORAGE)
			.storageEncrypted(true)
			.storageEncryptionKey(key)
			.backupRetention(Duration.days(7))
			.copyTagsToSnapshot(true)
			// Free for 7 days of history. The log stays with RDS, for 3 days: an export
			// to CloudWatch makes a log group that keeps everything indefinitely.
			.databaseInsightsMode(DatabaseInsightsMode.STANDARD)
			.performanceInsightRetention(PerformanceInsightRetention.DEFAULT)
			.performanceInsightEncryptionKey(key)
			.vpc(network)
			.vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
			.securityGroups(List.of(this.securityGroup))
			.publiclyAccessible(false)
			.deletionProtection(retain)
			.removalPolicy(retain ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY)
			.build();
		// end::instance[]

		this.secret = DatabaseSecret.Builder.create(this, "ApplicationSecret")
			.username(NAME + "_app")
			.masterSecret(this.masterSecret)
			.encryptionKey(key)
			.build();
		this.secret.attach(this.instance);
	}

	/**
	 * Lets clients connect.
	 * @param who they are, for the description of the rule
	 */
	void allowFrom(IConnectable clients, String who) {
		this.securityGroup.getConnections().allowFrom(clients, Port.tcp(PORT), who);
	}

	/**
	 * How many connections each server holds: together no more than the database has
	 * beside its reserve, and no more than a server needs.
	 */
	int poolSize(int servers) {
		return Math.min(ENOUGH_CONNECTIONS, pooledConnections() / servers);
	}

	/**
	 * How many connections all servers hold together at most.
	 */
	int pooledConnections() {
		return MAX_CONNECTIONS - RESERVE;
	}

	/**
	 * How many bytes of storage it begins with.
	 */
	double storage() {
		return STORAGE * 1024.0 * 1024 * 1024;
	}

	/**
	 * A JDBC URL without user and password. The server adds the path of the CA
	 * certificates.
	 */
	String url() {
		return url(this.instance.getInstanceEndpoint());
	}

	/**
	 * The same for any instance with its data.
	 */
	static String url(Endpoint instance) {
		return "jdbc:postgresql://%s/%s?sslmode=verify-full".formatted(instance.getSocketAddress(), NAME);
	}

	/**
	 * The application's user and password, as JSON.
	 */
	ISecret secret() {
		return this.secret;
	}

	/**
	 * The master's user and password, as JSON.
	 */
	ISecret masterSecret() {
		return this.masterSecret;
	}

	/**
	 * What an instance with its data needs, too.
	 */
	IParameterGroup parameters() {
		return this.parameters;
	}

	DatabaseInstance instance() {
		return this.instance;
	}

}
