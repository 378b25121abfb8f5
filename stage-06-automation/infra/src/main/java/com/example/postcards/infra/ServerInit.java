package com.example.postcards.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.ec2.CloudFormationInit;
import software.amazon.awscdk.services.ec2.ConfigSetProps;
import software.amazon.awscdk.services.ec2.InitCommand;
import software.amazon.awscdk.services.ec2.InitCommandOptions;
import software.amazon.awscdk.services.ec2.InitConfig;
import software.amazon.awscdk.services.ec2.InitFile;
import software.amazon.awscdk.services.ec2.InitPackage;
import software.amazon.awscdk.services.ec2.InitService;
import software.amazon.awscdk.services.ec2.InitServiceOptions;
import software.amazon.awscdk.services.ec2.InitUser;
import software.amazon.awscdk.services.ec2.InitUserOptions;
import software.amazon.awscdk.services.ec2.ServiceManager;
import software.amazon.awscdk.services.logs.ILogGroup;

/**
 * What makes a server of a bare instance, at its first boot. If a part of it fails, so
 * does the deployment.
 */
final class ServerInit {

	/**
	 * Root and intermediate certificates of all Regions.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html">Certificates</a>
	 */
	private static final String CERTIFICATES = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";

	private static final String ENVIRONMENT = """
			AWS_REGION=%s
			SERVER_PORT=%d
			MANAGEMENT_SERVER_PORT=9000
			POSTCARDS_PARAMETERS=%s
			SPRING_DATASOURCE_HIKARI_DATASOURCEPROPERTIES_SSLROOTCERT=/etc/postcards/global-bundle.pem
			LOGGING_FILE_NAME=%s
			LOGGING_STRUCTURED_FORMAT_FILE=logstash
			""";

	/** What differs from server to server. */
	private static final String OWN = """
			cat > /etc/postcards/server.env <<END
			POSTCARDS_INSTANCE=$(cloud-init query instance_id)
			POSTCARDS_ZONE=$(cloud-init query availability_zone)
			END
			""";

	/** The signal of success follows once the load balancer sends requests here. */
	private static final String IN_SERVICE = "aws elbv2 wait target-in-service --target-group-arn %s"
			+ " --targets Id=$(cloud-init query instance_id)";

	private static final String AGENT = "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json";

	private static final String LOG = "/var/log/postcards/postcards.log";

	private ServerInit() {
	}

	// tag::boot[]
	/**
	 * The boot of each server.
	 * @param balancer what it is to be healthy for
	 */
	static CloudFormationInit of(Application application, Settings settings, ILogGroup logs, LoadBalancer balancer) {
		InitUserOptions user = InitUserOptions.builder().homeDir("/var/lib/postcards").build();
		InitServiceOptions service = InitServiceOptions.builder().serviceManager(ServiceManager.SYSTEMD).build();
		InitConfig install = new InitConfig(List.of(InitPackage.yum("java-25-amazon-corretto-headless"),
				InitPackage.yum("amazon-cloudwatch-agent"), InitUser.fromName("postcards", user),
				InitFile.fromAsset("/opt/postcards/%s.jar".formatted(application.unit()), application.jar().toString()),
				InitFile.fromUrl("/etc/postcards/global-bundle.pem", CERTIFICATES),
				InitFile.fromString("/etc/postcards/postcards.env",
						ENVIRONMENT.formatted(Aws.REGION, application.port(), settings.path(), LOG)),
				InitCommand.shellCommand(OWN, InitCommandOptions.builder().key("own").build()),
				InitFile.fromString("/etc/systemd/system/%s.service".formatted(application.unit()),
						read("/%s.service".formatted(application.unit()))),
				InitFile.fromObject(AGENT, shipping(logs)), InitService.enable(application.unit(), service),
				InitService.enable("amazon-cloudwatch-agent", service)));
		// A unit has started before its application has: the boot ends with an answer.
		InitConfig verify = new InitConfig(List.of(
				InitCommand.argvCommand(
						List.of("curl", "-fsS", "--output", "/dev/null", "--retry", "60", "--retry-delay", "5",
								"--retry-connrefused", "http://localhost:%d/readyz".formatted(application.port())),
						InitCommandOptions.builder().key("answers").build()),
				InitCommand.shellCommand(IN_SERVICE.formatted(balancer.servers().getTargetGroupArn()),
						InitCommandOptions.builder().key("in-service").build())));
		return CloudFormationInit.fromConfigSets(ConfigSetProps.builder()
			.configSets(Map.of("default", List.of("install", "verify")))
			.configs(new TreeMap<>(Map.of("install", install, "verify", verify)))
			.build());
	}
	// end::boot[]

	/**
	 * The server may be lost at any time, and its logs are what shows why.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html">The
	 * agent's configuration</a>
	 */
	private static Map<String, Object> shipping(ILogGroup logs) {
		Map<String, Object> file = new TreeMap<>(
				Map.of("file_path", LOG, "log_group_name", logs.getLogGroupName(), "log_stream_name", "{instance_id}"));
		return Map.of("logs", Map.of("logs_collected", Map.of("files", Map.of("collect_list", List.of(file)))));
	}

	private static String read(String resource) {
		try (InputStream in = ServerInit.class.getResourceAsStream(resource)) {
			return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
