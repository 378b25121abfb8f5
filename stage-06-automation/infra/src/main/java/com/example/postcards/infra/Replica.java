package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.IConnectable;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.rds.DatabaseInsightsMode;
import software.amazon.awscdk.services.rds.DatabaseInstanceReadReplica;
import software.amazon.awscdk.services.rds.PerformanceInsightRetention;
import software.amazon.awscdk.services.rds.StorageType;
import software.constructs.Construct;

/**
 * A read replica of the database: a second instance that has each commit a moment later,
 * and serves reads. Unlike the standby it never takes over by itself, and it may lag
 * behind, so the application compares log positions before it reads here. Users and
 * passwords are those of the database. Needs the database, which keeps backups, and its
 * key. Exports its JDBC URL.
 * <p>
 * The alarm on it does not watch the metric {@code ReplicaLag}, which is the age of the
 * last commit: without writes that grows although nothing is missing. It watches how many
 * bytes of the database's log the replica has not received, which
 * {@code OldestReplicationSlotLag} of the database counts.
 */
class Replica extends Construct {

	private final SecurityGroup securityGroup;

	private final DatabaseInstanceReadReplica instance;

	Replica(Construct scope, String id, IVpc network, IKey key, Processor processor, Database database) {
		super(scope, id);
		this.securityGroup = SecurityGroup.Builder.create(this, "SecurityGroup")
			.vpc(network)
			.description("Read replica of Postcards")
			.allowAllOutbound(false)
			.build();
		// tag::replica[]
		this.instance = DatabaseInstanceReadReplica.Builder.create(this, "Instance")
			.sourceDatabaseInstance(database.instance())
			// A smaller one would fall behind, and a lower max_connections would stop it.
			.instanceType(new InstanceType(processor.databaseType()))
			.parameterGroup(database.parameters())
			.port(Database.PORT)
			// Encryption is not set here: in the same Region a replica has the key of
			// its source.
			// One zone is enough: without the replica the database serves the reads.
			.multiAz(false)
			.storageType(StorageType.GP3)
			.maxAllocatedStorage(Database.MAX_STORAGE)
			.databaseInsightsMode(DatabaseInsightsMode.STANDARD)
			.performanceInsightRetention(PerformanceInsightRetention.DEFAULT)
			.performanceInsightEncryptionKey(key)
			.vpc(network)
			.vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
			.securityGroups(List.of(this.securityGroup))
			.publiclyAccessible(false)
			// It has no data of its own, and RDS makes no last snapshot of a replica.
			.deletionProtection(false)
			.removalPolicy(RemovalPolicy.DESTROY)
			.build();
		// end::replica[]
	}

	/**
	 * Lets clients connect.
	 * @param who they are, for the description of the rule
	 */
	void allowFrom(IConnectable clients, String who) {
		this.securityGroup.getConnections().allowFrom(clients, Port.tcp(Database.PORT), who);
	}

	/**
	 * A JDBC URL without user and password. The server adds the path of the CA
	 * certificates.
	 */
	String url() {
		return Database.url(this.instance.getInstanceEndpoint());
	}

}
