package com.example.lab.aws.ec2;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.assembly.Templates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A server in group {@code Web}, a database in group {@code Data}. */
class SecurityGroupsTests {

	private static final String FROM_WEB = "\"SourceSecurityGroupId\": {\"Fn::GetAtt\": [\"Web\", \"GroupId\"]}";

	private static final String TO_DATA = "\"DestinationSecurityGroupId\": {\"Fn::GetAtt\": [\"Data\", \"GroupId\"]}";

	@Test
	void theWorldReachesThePortsThatARuleOpensToIt() {
		assertThat(openPorts("""
				{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 81},
				{"CidrIpv6": "::/0", "IpProtocol": "6", "FromPort": 443, "ToPort": 443},
				{"CidrIp": "10.0.0.0/8", "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22},
				{"CidrIp": "0.0.0.0/0", "IpProtocol": "udp", "FromPort": 53, "ToPort": 53},
				{%s, "IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080}""".formatted(FROM_WEB))).containsExactly(80,
				81, 443);
		assertThat(openPorts("{\"CidrIp\": \"0.0.0.0/0\", \"IpProtocol\": \"-1\"}")).hasSize(65_536);
		assertThat(openPorts("")).isEmpty();
	}

	@Test
	void aRuleOfItsOwnOpensPortsToo() {
		StackTemplate template = template("{}", "{}", """
				, "Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Ref": "Web"},
				"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}}""");

		assertThat(new SecurityGroups(template).openPorts(resource(template, "Server")).toArray()).containsExactly(80);
	}

	@ParameterizedTest
	@ValueSource(strings = { //
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": 5432, \"ToPort\": 5432",
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": 5000, \"ToPort\": \"6000\"",
			FROM_WEB + ", \"IpProtocol\": \"-1\"",
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": {\"Fn::GetAtt\": [\"Database\", \"Endpoint.Port\"]},"
					+ " \"ToPort\": {\"Fn::GetAtt\": [\"Database\", \"Endpoint.Port\"]}",
			"\"CidrIp\": \"10.0.0.0/16\", \"IpProtocol\": \"tcp\", \"FromPort\": 5432, \"ToPort\": 5432",
			"\"CidrIp\": {\"Fn::GetAtt\": [\"Vpc\", \"CidrBlock\"]}, \"IpProtocol\": \"-1\"" })
	void lets(String rule) {
		assertThat(refusal(template("{}", "{\"SecurityGroupIngress\": [{%s}]}".formatted(rule), ""))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { //
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": 5433, \"ToPort\": 5433",
			FROM_WEB + ", \"IpProtocol\": \"udp\", \"FromPort\": 5432, \"ToPort\": 5432",
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": {\"Fn::GetAtt\": [\"Cache\", \"Endpoint.Port\"]}",
			"\"SourceSecurityGroupId\": {\"Ref\": \"Data\"}, \"IpProtocol\": \"-1\"",
			"\"CidrIp\": \"203.0.113.0/24\", \"IpProtocol\": \"-1\"" })
	void refuses(String rule) {
		assertThat(refusal(template("{}", "{\"SecurityGroupIngress\": [{%s}]}".formatted(rule), "")))
			.isEqualTo("Server may not connect to Database: no ingress rule of Data lets Web in on port 5432");
	}

	@Test
	void needsIngressAndEgressRules() {
		String closed = """
				{"SecurityGroupEgress": [{"CidrIp": "255.255.255.255/32", "IpProtocol": "icmp", "FromPort": 252}]}""";
		String data = "{\"SecurityGroupIngress\": [{%s, \"IpProtocol\": \"-1\"}]}".formatted(FROM_WEB);
		String rule = """
				, "Rule": {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": {"Fn::GetAtt": "Web.GroupId"},
				%s, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}}"""
			.formatted(TO_DATA);

		assertThat(refusal(template(closed, data, "")))
			.isEqualTo("Server may not connect to Database: no egress rule of Web lets port 5432 of Data out");
		assertThat(refusal(template(closed, data, rule))).isNull();
	}

	@Test
	void aGroupThatRefersToItselfLetsItsMembersIn() {
		String rule = """
				, "Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Fn::GetAtt": ["Web", "GroupId"]},
				%s, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}},
				"Member": {"Type": "AWS::RDS::DBInstance", "Properties": {"VPCSecurityGroups": [{"Fn::GetAtt": ["Web", "GroupId"]}]}}"""
			.formatted(FROM_WEB);
		StackTemplate template = template("{}", "{}", rule);
		SecurityGroups rules = new SecurityGroups(template);

		assertThat(rules.refusal(resource(template, "Server"), resource(template, "Member"), 5432)).isNull();
		assertThat(rules.refusal(resource(template, "Server"), resource(template, "Member"), 5433))
			.isEqualTo("Server may not connect to Member: no ingress rule of Web lets Web in on port 5433");
		assertThat(rules.refusal(resource(template, "Server"), resource(template, "Database"), 5432))
			.isEqualTo("Server may not connect to Database: no ingress rule of Data lets Web in on port 5432");
	}

	@Test
	void theDefaultGroupAllowsAllEgress() {
		StackTemplate template = template("{}",
				"{\"SecurityGroupIngress\": [{\"CidrIp\": \"10.0.0.0/16\", \"IpProtocol\": \"tcp\", \"FromPort\": 5432, \"ToPort\": 5432}]}",
				", \"Plain\": {\"Type\": \"AWS::EC2::Instance\", \"Properties\": {}}");
		SecurityGroups rules = new SecurityGroups(template);

		assertThat(rules.refusal(resource(template, "Plain"), resource(template, "Database"), 5432)).isNull();
		assertThat(rules.refusal(resource(template, "Plain"), resource(template, "Database"), 80)).isEqualTo(
				"Plain may not connect to Database: no ingress rule of Data lets the default group in on port 80");
	}

	@Test
	void aFunctionOutsideTheNetworkComesFromTheInternet() {
		String rule = "{\"SecurityGroupIngress\": [{\"CidrIp\": \"%s\", \"IpProtocol\": \"-1\"}]}";
		String function = ", \"Function\": {\"Type\": \"AWS::Lambda::Function\", \"Properties\": {}}";

		assertThat(refusal("Function", template("{}", rule.formatted("0.0.0.0/0"), function))).isNull();
		assertThat(refusal("Function", template("{}", rule.formatted("10.0.0.0/8"), function))).isEqualTo(
				"Function may not connect to Database: it is outside the VPC, and no ingress rule of Data opens port 5432 to 0.0.0.0/0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"SourcePrefixListId\": \"pl-3b927c52\"",
			"\"SourcePrefixListId\": {\"Fn::GetAtt\": [\"LookUp\", \"PrefixLists.0.PrefixListId\"]}",
			"\"SourcePrefixListId\": {\"Fn::FindInMap\": [\"Lists\", {\"Ref\": \"AWS::Region\"}, \"Id\"]}",
			"\"SourceSecurityGroupId\": {\"Fn::GetAtt\": [\"VpcOrigins\", \"SecurityGroups.0.GroupId\"]}",
			"\"CidrIp\": \"0.0.0.0/0\"" })
	void acceptsCloudFront(String source) {
		String rule = "{\"SecurityGroupIngress\": [{%s, \"IpProtocol\": \"tcp\", \"FromPort\": 80, \"ToPort\": 80}]}";
		StackTemplate template = template("{}", rule.formatted(source), """
				, "LookUp": {"Type": "Custom::AWS", "Properties": {
					"Create": "{\\"Values\\": [\\"com.amazonaws.global.cloudfront.origin-facing\\"]}"}},
				"Edge": {"Type": "AWS::CloudFront::Distribution"},
				"VpcOrigins": {"Type": "Custom::AWS", "Properties": {"Create": "CloudFront-VPCOrigins-Service-SG"}}},
				"Mappings": {"Lists": {"us-east-1": {"Id": "pl-3b927c52"}}""");
		SecurityGroups rules = new SecurityGroups(template);

		assertThat(rules.refusal(resource(template, "Edge"), resource(template, "Database"), 80)).isNull();
		assertThat(rules.refusal(resource(template, "Edge"), resource(template, "Database"), 443))
			.isEqualTo("Edge may not connect to Database: no ingress rule of Data lets CloudFront in on port 443");
		assertThat(rules.openPorts(resource(template, "Database")).toArray())
			.isEqualTo(source.contains("0.0.0.0") ? new int[] { 80 } : new int[0]);
		if (!source.contains("0.0.0.0")) {
			assertThat(rules.refusal(resource(template, "Server"), resource(template, "Database"), 80))
				.isEqualTo("Server may not connect to Database: no ingress rule of Data lets Web in on port 80");
		}
	}

	@Test
	void aVpcOriginConnectsFromTheNetworkAndADistributionDoesNot() {
		String rule = "{\"SecurityGroupIngress\": [{%s, \"IpProtocol\": \"tcp\", \"FromPort\": 5432, \"ToPort\": 5432}]}";
		String origins = """
				, "Edge": {"Type": "AWS::CloudFront::Distribution"},
				"Inside": {"Type": "AWS::CloudFront::VpcOrigin"}""";
		StackTemplate network = template("{}", rule.formatted("\"CidrIp\": \"10.0.0.0/16\""), origins);
		StackTemplate list = template("{}", rule.formatted("\"SourcePrefixListId\": \"pl-3b927c52\""), origins);

		assertThat(refusal("Inside", network)).isNull();
		assertThat(refusal("Edge", network)).contains("lets CloudFront in on port 5432");
		assertThat(refusal("Inside", list)).isNull();
		assertThat(new SecurityGroups(list).refusal(resource(list, "Inside"), resource(list, "Database"), 443))
			.isEqualTo("Inside may not connect to Database: no ingress rule of Data lets CloudFront in on port 443");
	}

	@Test
	void aPrefixListOfTheTemplateIsItsEntries() {
		String rule = "{\"SecurityGroupIngress\": [{\"SourcePrefixListId\": {\"%s\": %s}, \"IpProtocol\": \"-1\"}]}";
		String list = """
				, "Office": {"Type": "AWS::EC2::PrefixList", "Properties": {"Entries": [{"Cidr": "203.0.113.0/24"}, {"Cidr": "%s"}]}}""";

		assertThat(refusal(template("{}", rule.formatted("Ref", "\"Office\""), list.formatted("10.0.0.0/8")))).isNull();
		assertThat(refusal(template("{}", rule.formatted("Fn::GetAtt", "[\"Office\", \"PrefixListId\"]"),
				list.formatted("198.51.100.0/24"))))
			.isEqualTo("Server may not connect to Database: no ingress rule of Data lets Web in on port 5432");
	}

	@Test
	void saysOfWhichPrefixListItDoesNotKnowWhatItHolds() {
		String from = "{\"SecurityGroupIngress\": [{\"SourcePrefixListId\": \"pl-0123\", \"IpProtocol\": \"-1\"}]}";
		String to = "{\"SecurityGroupEgress\": [{\"DestinationPrefixListId\": \"pl-4567\", \"IpProtocol\": \"-1\"}]}";

		assertThat(refusal(template("{}", from, "")))
			.endsWith("lets Web in on port 5432; the lab does not know what the prefix list pl-0123 holds");
		assertThat(refusal(template(to, from, "")))
			.endsWith("lets port 5432 of Data out; the lab does not know what the prefix list pl-4567 holds");
	}

	private static int[] openPorts(String rules) {
		StackTemplate template = template("{\"SecurityGroupIngress\": [%s]}".formatted(rules), "{}", "");
		return new SecurityGroups(template).openPorts(resource(template, "Server")).toArray();
	}

	private static @Nullable String refusal(StackTemplate template) {
		return refusal("Server", template);
	}

	private static @Nullable String refusal(String client, StackTemplate template) {
		return new SecurityGroups(template).refusal(resource(template, client), resource(template, "Database"), 5432);
	}

	private static Resource resource(StackTemplate template, String id) {
		return template.resources().stream().filter((each) -> each.logicalId().equals(id)).findFirst().orElseThrow();
	}

	private static StackTemplate template(String web, String data, String more) {
		return Templates.stack("""
				{"Resources": {"Web": {"Type": "AWS::EC2::SecurityGroup", "Properties": %s},
				"Data": {"Type": "AWS::EC2::SecurityGroup", "Properties": %s},
				"Server": {"Type": "AWS::EC2::Instance", "Properties": {"NetworkInterfaces": [
					{"GroupSet": [{"Fn::GetAtt": ["Web", "GroupId"]}]}]}},
				"Database": {"Type": "AWS::RDS::DBCluster", "Properties": {
					"VpcSecurityGroupIds": [{"Fn::GetAtt": ["Data", "GroupId"]}]}} %s}}""".formatted(web, data, more));
	}

}
