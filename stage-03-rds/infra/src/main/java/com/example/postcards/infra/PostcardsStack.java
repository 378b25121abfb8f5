package com.example.postcards.infra;

import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.constructs.Construct;

/**
 * Postcards on one server that can be lost: the data is in a managed database, the
 * passwords of its users are in Cognito, and the settings are in Parameter Store and
 * Secrets Manager. Needs the jar of a release.
 */
class PostcardsStack extends Stack {

	private static final int SERVERS = 1;

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
		Users users = new Users(this, "Users", options.verifyEmail(), options.userPool(), options.retain());
		Settings settings = new Settings(this, "Settings");
		settings.add("postcards.database.master-secret", database.masterSecret().getSecretArn());
		settings.add("postcards.database.secret", database.secret().getSecretArn());
		settings.add("postcards.instance", Aws.STACK_NAME + "-server");
		settings.add("postcards.users.client", users.clientId());
		settings.add("postcards.users.issuer", users.issuer());
		settings.add("postcards.users.pool", users.poolId());
		settings.add("postcards.users.verify-email", Boolean.toString(users.verifyEmail()));
		settings.add("spring.datasource.hikari.maximum-pool-size", Integer.toString(database.poolSize(SERVERS)));
		settings.add("spring.datasource.url", database.url());

		Application application = new Application("postcards", options.release(), 80);
		Server server = new Server(this, "Server", network, options.machine("Server"), application,
				ServerInit.of(application, settings, logs));
		database.allowFrom(server, "Servers of Postcards");
		database.secret().grantRead(server);
		// The server migrates the database itself, so an attacker who controls it has the
		// master user, too. Migrations that run elsewhere would need one more machine.
		database.masterSecret().grantRead(server);
		settings.grantRead(server);
		users.grantSignUp(server);
		logs.grantWrite(server);
		// Its first boot reads the settings and migrates the database.
		server.startAfter(settings, database);

		new Alarms(this, "Alarms", options.alarmEmail(), database);

		if (options.config()) {
			new ConfigRules(this, "Config", options.retain());
		}
		if (options.rotation()) {
			Rotation rotation = new Rotation(this, "Rotation", network, key, database, options.processor());
			rotation.allowFrom(server);
		}

		Domain domain = options.domain();
		output("Address", server.address());
		Annotations.of(this)
			.addInfoV2("postcards:plainHttp",
					"The server has no certificate: it speaks plain HTTP, with a domain too.");
		if (domain == null) {
			output("Url", "http://" + server.address() + "/");
		}
		else {
			pointToServer(domain, server);
			output("Url", "http://" + domain.name() + "/");
		}
	}

	/**
	 * The record has the name of its zone here, so that the zone may be a parent of it.
	 */
	private void pointToServer(Domain domain, Server server) {
		ARecord record = ARecord.Builder.create(this, "Name")
			.zone(HostedZone.fromHostedZoneAttributes(this, "Zone",
					HostedZoneAttributes.builder().hostedZoneId(domain.hostedZoneId()).zoneName(domain.name()).build()))
			.target(RecordTarget.fromIpAddresses(server.address()))
			.ttl(Duration.minutes(1))
			.build();
		Validations.of(record)
			.acknowledge(Acknowledgment.builder()
				.id("CloudFormation-Validate::E3023")
				.reason("The address is known once the server is made: no literal to check before.")
				.build());
	}

	private void output(String name, String value) {
		CfnOutput.Builder.create(this, name).value(value).build();
	}

}
