package com.example.postcards.infra;

import java.nio.file.Path;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.CloudFrontTarget;
import software.constructs.Construct;

/**
 * Postcards behind an edge, in two zones, either of which can be lost: a load balancer, a
 * server in each, and a database with a standby and a read replica. Photos and the front
 * end are in S3, sessions and cached reads in a cache, likes in DynamoDB. The passwords
 * of its users are in Cognito, the settings in Parameter Store and Secrets Manager. Needs
 * the jar of a release, and the front end.
 */
class PostcardsStack extends Stack {

	/** Seen from the folder of {@code cdk.json}. */
	private static final Path FRONT_END = Path.of("../app/src/main/resources/static");

	PostcardsStack(Construct scope, String id, StackProps props, PostcardsOptions options) {
		super(scope, id, props);
		Tags.of(this).add("app", "postcards");
		String email = options.email();
		if (email != null) {
			new BudgetAlarm(this, "BudgetAlarm", email, options.budget());
		}

		Network network = new Network(this, "Network");
		EncryptionKey key = new EncryptionKey(this, "Key", options.retain());
		LogGroup logs = LogGroup.Builder.create(this, "Logs")
			.encryptionKey(key)
			.retention(RetentionDays.ONE_MONTH)
			.removalPolicy(RemovalPolicy.DESTROY)
			.build();
		Database database = new Database(this, "Database", network, key, options.processor(), options.retain());
		Replica replica = new Replica(this, "Replica", network, key, options.processor(), database);
		Cache cache = new Cache(this, "Cache", network, options.cacheSnapshots());
		LikesTable likes = new LikesTable(this, "Likes", options.retain());
		Application application = new Application("postcards", options.release(), 8080);
		Domain domain = options.domain();
		LoadBalancer balancer = new LoadBalancer(this, "LoadBalancer", network, application, options.retain());
		Photos photos = new Photos(this, "Photos", options.retain());
		StaticFiles files = new StaticFiles(this, "StaticFiles", FRONT_END, logs, options.retain());
		Edge edge = new Edge(this, "Edge", balancer, photos, files, domain, options.retain());
		Users users = new Users(this, "Users", options.verifyEmail(), options.userPool(), options.retain());
		Settings settings = new Settings(this, "Settings");
		settings.add("postcards.database.master-secret", database.masterSecret().getSecretArn());
		settings.add("postcards.database.secret", database.secret().getSecretArn());
		settings.add("postcards.drain", balancer.drain().toIsoString());
		settings.add("postcards.edge.distribution", edge.distributionId());
		settings.add("postcards.likes.table", likes.getTableName());
		settings.add("postcards.photos.bucket", photos.getBucketName());
		settings.add("postcards.proxies", Network.proxies());
		settings.add("postcards.replica.url", replica.url());
		settings.add("postcards.users.client", users.clientId());
		settings.add("postcards.users.issuer", users.issuer());
		settings.add("postcards.users.pool", users.poolId());
		settings.add("postcards.users.verify-email", Boolean.toString(users.verifyEmail()));
		settings.add("spring.data.redis.cluster.nodes", cache.endpoint());
		settings.add("spring.data.redis.ssl.enabled", "true");
		settings.add("spring.datasource.hikari.maximum-pool-size", Integer.toString(database.poolSize(Servers.MOST)));
		settings.add("spring.datasource.url", database.url());

		// tag::servers[]
		Servers servers = new Servers(this, "Servers", network, options.processor(), application,
				ServerInit.of(application, settings, logs, balancer));
		database.allowFrom(servers, "Servers of Postcards");
		replica.allowFrom(servers, "Servers of Postcards");
		cache.allowFrom(servers, "Servers of Postcards");
		photos.grantUse(servers);
		likes.grantUse(servers);
		edge.grantInvalidation(servers);
		database.secret().grantRead(servers);
		// The server migrates the database itself, so an attacker who controls it has the
		// master user, too. Migrations that run elsewhere would need one more machine.
		database.masterSecret().grantRead(servers);
		settings.grantRead(servers);
		users.grantSignUp(servers);
		logs.grantWrite(servers);
		// Its first boot reads the settings and migrates the database.
		servers.startAfter(settings, database, replica, cache);
		balancer.add(servers);
		servers.scale();
		// end::servers[]
		new Alarms(this, "Alarms", options.alarmEmail(), edge, balancer, database, cache);

		if (options.config()) {
			new ConfigRules(this, "Config", options.retain());
		}
		if (options.rotation()) {
			Rotation rotation = new Rotation(this, "Rotation", network, key, database, options.processor());
			rotation.allowFrom(servers);
		}

		output("Address", edge.address());
		output("Url", edge.url());
		if (domain != null) {
			pointToEdge(domain, edge, balancer);
		}
	}

	/**
	 * Keeps its id: CloudFormation would make a new record before it deletes the old one,
	 * and there cannot be two. Users come only when the servers behind the edge serve.
	 */
	private void pointToEdge(Domain domain, Edge edge, LoadBalancer balancer) {
		ARecord record = ARecord.Builder.create(this, "Name")
			.zone(domain.zone(this))
			.target(RecordTarget.fromAlias(new CloudFrontTarget(edge.distribution())))
			.build();
		record.getNode().addDependency(balancer);
	}

	private void output(String name, String value) {
		CfnOutput.Builder.create(this, name).value(value).build();
	}

}
