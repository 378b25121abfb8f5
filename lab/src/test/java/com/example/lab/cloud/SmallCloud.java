package com.example.lab.cloud;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.aws.ec2.Ec2Instance;
import com.example.lab.aws.elb.TargetGroup;
import com.example.lab.aws.elb.WebServer;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Two servers behind a load balancer, and a database: for tests that change them. */
final class SmallCloud implements AutoCloseable {

	private static final String GROUP = """
			{"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "%s", "SecurityGroupIngress": [%s]}}""";

	static final String RULE = """
			{"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {
				"GroupId": {"Fn::GetAtt": ["%s", "GroupId"]}, "SourceSecurityGroupId": {"Fn::GetAtt": ["%s", "GroupId"]},
				"IpProtocol": "tcp", "FromPort": %d, "ToPort": %3$d}}""";

	private static final String BALANCER = """
			{"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {
				"SecurityGroups": [{"Fn::GetAtt": ["FrontGroup", "GroupId"]}],
				"LoadBalancerAttributes": [{"Key": "idle_timeout.timeout_seconds", "Value": "60"}]}}""";

	private static final String LISTENER = """
			{"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Balancer"},
				"Port": 80, "Protocol": "HTTP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets"}}]}}""";

	private static final String TARGETS = """
			{"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Port": 8080, "Protocol": "HTTP",
				"HealthCheckPath": "/", "HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2,
				"HealthyThresholdCount": 2, "UnhealthyThresholdCount": 2,
				"TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "1"}],
				"Targets": [{"Id": {"Ref": "ServerA"}}, {"Id": {"Ref": "ServerB"}}]}}""";

	private static final String SERVER = """
			{"Type": "AWS::EC2::Instance", "Properties": {"InstanceType": "t4g.small",
				"UserData": {"Fn::Base64": "cfn-init --resource %1$s"},
				"SecurityGroupIds": [{"Fn::GetAtt": ["WebGroup", "GroupId"]}]},
				"Metadata": {"AWS::CloudFormation::Init": {"config": {
					"files": {
						"/opt/web.jar": {"encoding": "base64", "content": "%2$s"},
						"/etc/systemd/system/web.service": {"content": {"Fn::Join": ["", [
							"[Service]\\nEnvironment=SERVER_PORT=8080 ZONE=%3$s DATABASE=",
							{"Fn::GetAtt": ["Database", "Endpoint.Address"]},
							"\\nExecStart=/usr/bin/java -jar /opt/web.jar\\n"]]}}},
					"services": {"systemd": {"web": {"enabled": true, "ensureRunning": true}}}}}}}""";

	private static final String DATABASE = """
			{"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "postgres", "EngineVersion": "17",
				"DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20", "BackupRetentionPeriod": 0,
				"DBName": "app", "MasterUsername": "owner", "MasterUserPassword": "not a secret", "MultiAZ": false,
				"DBParameterGroupName": {"Ref": "Parameters"},
				"VPCSecurityGroups": [{"Fn::GetAtt": ["DataGroup", "GroupId"]}]}}""";

	private static final String PARAMETERS = """
			{"Type": "AWS::RDS::DBParameterGroup", "Properties": {"Family": "postgres17",
				"Parameters": {"log_min_duration_statement": "500"}}}""";

	private static final String SETTING = """
			{"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/small/setting", "Type": "String", "Value": "1"}}""";

	private final String name;

	private final String program;

	private final Processes processes;

	final Events events = new Events();

	final LabContext lab;

	final LocalStack localStack;

	ObjectNode template;

	final LocalCloud cloud;

	/**
	 * Starts it in an account of its own.
	 * @param account twelve digits
	 */
	SmallCloud(Path temporary, LocalStack localStack, String account) throws IOException {
		this(temporary, localStack, account, null, (resources) -> {
		});
	}

	/** Starts one with the template of another. */
	SmallCloud(Path temporary, LocalStack localStack, String account, SmallCloud other) throws IOException {
		this(temporary, localStack, account, other, (resources) -> {
		});
	}

	/** Starts one whose resources are edited before. */
	SmallCloud(Path temporary, LocalStack localStack, String account, Consumer<ObjectNode> edit) throws IOException {
		this(temporary, localStack, account, null, edit);
	}

	private SmallCloud(Path temporary, LocalStack localStack, String account, @Nullable SmallCloud other,
			Consumer<ObjectNode> edit) throws IOException {
		this.name = "Small";
		this.program = Base64.getEncoder()
			.encodeToString(Files.readAllBytes(WebServer.jar(Files.createTempFile(temporary, "web", ".jar"))));
		this.processes = new Processes(temporary.resolve("logs-" + account));
		this.localStack = localStack.account(account);
		this.lab = new LabContext(temporary.resolve("run-" + account), Path.of("target/cache"), this.processes,
				this.events, new LabClock(60), Map.of(), true);
		this.template = (other != null) ? other.template.deepCopy() : template();
		edit.accept((ObjectNode) this.template.path("Resources"));
		this.cloud = LocalCloud.start(assembly(), List.of(), this.lab, this.localStack);
		this.cloud.awaitFirstPage();
	}

	private ObjectNode template() {
		ObjectNode json = JsonMapper.shared().createObjectNode();
		ObjectNode resources = json.putObject("Resources");
		put(resources, "FrontGroup", GROUP.formatted("front", """
				{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}"""));
		put(resources, "WebGroup", GROUP.formatted("web", ""));
		put(resources, "DataGroup", GROUP.formatted("data", ""));
		put(resources, "FromFront", RULE.formatted("WebGroup", "FrontGroup", 8080));
		put(resources, "FromWeb", RULE.formatted("DataGroup", "WebGroup", 5432));
		put(resources, "Balancer", BALANCER);
		put(resources, "Listener", LISTENER);
		put(resources, "Targets", TARGETS);
		put(resources, "ServerA", server("ServerA", "a"));
		put(resources, "ServerB", server("ServerB", "b"));
		put(resources, "Parameters", PARAMETERS);
		put(resources, "Database", DATABASE);
		put(resources, "Setting", SETTING);
		put(resources, "Jobs", "{\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"QueueName\": \"jobs\"}}");
		json.putObject("Outputs").set("Url", JsonMapper.shared().readTree("""
				{"Value": {"Fn::Join": ["", ["http://", {"Fn::GetAtt": ["Balancer", "DNSName"]}, "/"]]}}"""));
		return json;
	}

	String server(String id, String says) {
		return SERVER.formatted(id, this.program, says);
	}

	static void put(ObjectNode resources, String id, String json) {
		resources.set(id, JsonMapper.shared().readTree(json));
	}

	/** The targets of the group, to add to or take from. */
	static ArrayNode targets(ObjectNode resources) {
		return (ArrayNode) resources.path("Targets").path("Properties").path("Targets");
	}

	static ObjectNode properties(ObjectNode resources, String id) {
		return (ObjectNode) resources.path(id).path("Properties");
	}

	/**
	 * Updates it.
	 * @param edit is given the resources of the template
	 * @throws RuntimeException if that fails; the template is then as it was
	 */
	void update(Consumer<ObjectNode> edit) {
		ObjectNode before = this.template.deepCopy();
		try {
			edit.accept((ObjectNode) this.template.path("Resources"));
			this.cloud.update(assembly(), List.of());
		}
		catch (RuntimeException ex) {
			this.template = before;
			throw ex;
		}
	}

	private Assembly assembly() {
		ObjectNode json = this.template.deepCopy();
		List<Resource> resources = json.path("Resources").properties().stream().map((entry) -> {
			// A server that is replaced has another logical id and the same path, as the
			// CDK does it.
			String path = entry.getKey().replaceFirst("\\d+$", "");
			return new Resource(entry.getKey(), entry.getValue().path("Type").asString(), this.name + "/" + path,
					entry.getValue());
		}).toList();
		return new Assembly(Path.of("."), List.of(new StackTemplate(this.name, Path.of("t.json"), json, resources)));
	}

	/** The status of the page. */
	int status() throws IOException {
		HttpURLConnection connection = (HttpURLConnection) this.cloud.url().toURL().openConnection();
		connection.setConnectTimeout(5_000);
		connection.setReadTimeout(5_000);
		return connection.getResponseCode();
	}

	DBInstance database() {
		return this.cloud.standIns(DBInstance.class).get(0);
	}

	TargetGroup group() {
		return this.cloud.standIns(TargetGroup.class).get(0);
	}

	List<String> servers() {
		return this.cloud.standIns(Ec2Instance.class).stream().map(Ec2Instance::name).sorted().toList();
	}

	/** Executes a statement, whatever the security groups say. */
	String sql(String statement) throws SQLException {
		try (Connection connection = database().postgres().connect("app");
				Statement executed = connection.createStatement()) {
			if (!executed.execute(statement)) {
				return "";
			}
			try (ResultSet result = executed.getResultSet()) {
				result.next();
				return result.getString(1);
			}
		}
	}

	@Override
	public void close() {
		try (Processes owned = this.processes; LocalCloud running = this.cloud) {
			// Nothing but closing.
		}
	}

}
