package com.example.postcards.infra;

import java.util.ArrayList;
import java.util.List;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.LoadBalancerTarget;
import software.constructs.Construct;

/**
 * Postcards in two zones, either of which can be lost: a load balancer, a server in each,
 * and a database with a standby. The passwords of its users are in Cognito, the settings
 * in Parameter Store and Secrets Manager. Needs the jar of a release.
 */
class PostcardsStack extends Stack {

	/** One in each zone. */
	private static final List<String> SERVERS = List.of("ServerA", "ServerB");

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
		Application application = new Application("postcards", options.release(), 8080);
		Domain domain = options.domain();
		LoadBalancer balancer = new LoadBalancer(this, "LoadBalancer", network, application, domain, options.retain());
		Users users = new Users(this, "Users", options.verifyEmail(), options.userPool(), options.retain());
		Settings settings = new Settings(this, "Settings");
		settings.add("postcards.database.master-secret", database.masterSecret().getSecretArn());
		settings.add("postcards.database.secret", database.secret().getSecretArn());
		settings.add("postcards.drain", balancer.drain().toIsoString());
		settings.add("postcards.proxies", Network.proxies());
		settings.add("postcards.users.client", users.clientId());
		settings.add("postcards.users.issuer", users.issuer());
		settings.add("postcards.users.pool", users.poolId());
		settings.add("postcards.users.verify-email", Boolean.toString(users.verifyEmail()));
		settings.add("spring.datasource.hikari.maximum-pool-size", Integer.toString(database.poolSize(SERVERS.size())));
		settings.add("spring.datasource.url", database.url());

		// tag::servers[]
		List<Server> servers = new ArrayList<>();
		for (String name : SERVERS) {
			ISubnet subnet = network.getPublicSubnets().get(servers.size());
			Server server = new Server(this, name, network, subnet, options.machine(name), application,
					ServerInit.of(application, settings, logs, "%s-%s".formatted(Aws.STACK_NAME, name),
							subnet.getAvailabilityZone()));
			database.allowFrom(server, "Servers of Postcards");
			database.secret().grantRead(server);
			// The server migrates the database itself, so an attacker who controls it has
			// the master user, too. Migrations that run elsewhere would need one more
			// machine.
			database.masterSecret().grantRead(server);
			settings.grantRead(server);
			users.grantSignUp(server);
			logs.grantWrite(server);
			// Its first boot reads the settings and migrates the database.
			server.startAfter(settings, database);
			balancer.add(server);
			servers.add(server);
		}
		// end::servers[]
		new Alarms(this, "Alarms", options.alarmEmail(), balancer, database);

		if (options.config()) {
			new ConfigRules(this, "Config", options.retain());
		}
		if (options.rotation()) {
			Rotation rotation = new Rotation(this, "Rotation", network, key, database, options.processor());
			servers.forEach(rotation::allowFrom);
		}

		output("Address", balancer.address());
		output("Url", balancer.url());
		if (domain != null) {
			pointToBalancer(domain, balancer);
		}
	}

	/**
	 * Keeps its id: CloudFormation would make a new record before it deletes the old one,
	 * and there cannot be two.
	 */
	private void pointToBalancer(Domain domain, LoadBalancer balancer) {
		ARecord.Builder.create(this, "Name")
			.zone(domain.zone(this))
			.target(RecordTarget.fromAlias(new LoadBalancerTarget(balancer.balancer())))
			.build();
	}

	private void output(String name, String value) {
		CfnOutput.Builder.create(this, name).value(value).build();
	}

}
