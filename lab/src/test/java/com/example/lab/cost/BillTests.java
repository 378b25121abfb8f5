package com.example.lab.cost;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.stage.WorkshopException;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BillTests {

	private static final Offset<Double> A_CENT = Offset.offset(0.005);

	private static final String SERVER = """
			"Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"MapPublicIpOnLaunch": %s}},
			"Server": {"Type": "AWS::EC2::Instance", "Properties": {"InstanceType": "t4g.small",
				"SubnetId": {"Ref": "Subnet"},
				"BlockDeviceMappings": [{"Ebs": {"VolumeSize": 8, "VolumeType": "gp3"}},
					{"Ebs": {"VolumeSize": 20, "VolumeType": "gp3"}}, {"VirtualName": "ephemeral0"}]}}""";

	private static final String DATABASE = """
			"Database": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBInstanceClass": "db.t4g.micro",
				"Engine": "postgres", "AllocatedStorage": "20", "StorageType": "gp3", "MultiAZ": %s}}""";

	@Test
	void addsUpAServerWithTwoDisksAndItsPublicAddress() {
		Bill bill = bill(SERVER.formatted("true"), 1);

		// 730 x 0.0168 + 8 x 0.08 + 20 x 0.08 + 730 x 0.005
		assertThat(bill.total()).isEqualTo(18.154, A_CENT);
		assertThat(bill.charges()).extracting(Charge::billed)
			.containsExactly("instance", "disk", "disk", "public IPv4 address");
	}

	@Test
	void aServerInAPrivateSubnetHasNoPublicAddress() {
		assertThat(bill(SERVER.formatted("false"), 1).total()).isEqualTo(14.504, A_CENT);
	}

	@Test
	void seoulHasPricesOfItsOwn() {
		Bill bill = Bill.of(Assemblies.of(SERVER.formatted("true")), Prices.of("ap-northeast-2"), Usage.of(1));

		// 730 x 0.0208 + 28 x 0.0912 + 730 x 0.005
		assertThat(bill.total()).isEqualTo(21.3876, A_CENT);
	}

	@Test
	void aLoadBalancerHasAnAddressInEachZoneAndPaysForWhatGoesThroughIt() {
		String balancer = """
				"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "application",
					"Scheme": "%s", "Subnets": [{"Ref": "A"}, {"Ref": "B"}]}}""";

		// 730 x (0.0225 + 2 x 0.005) + 0.008 x (1,000 x 60.83 x 5 x 0.31 + 1,000 x 4.345
		// x 3) / 1,000
		assertThat(bill(balancer.formatted("internet-facing"), 1_000).total()).isEqualTo(24.5836, A_CENT);
		assertThat(bill(balancer.formatted("internal"), 1_000).charges()).extracting(Charge::billed)
			.containsExactly("load balancer", "capacity units");
	}

	@Test
	void behindADistributionPhotosDoNotPassTheLoadBalancer() {
		Bill bill = bill(
				"""
						"Edge": {"Type": "AWS::CloudFront::Distribution", "Properties": {}},
						"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internal"}}""",
				10_000);

		// (10,000 x 60.83 x 5 x 0.01 + 10,000 x 4.345 x 3) / 1,000
		assertThat(charge(bill, "capacity units").quantity()).isEqualTo(160.77, A_CENT);
	}

	@Test
	void aDistributionBillsTheTrafficInPlaceOfTheInternetGateway() {
		String gateway = "\"Gateway\": {\"Type\": \"AWS::EC2::InternetGateway\", \"Properties\": {}}";
		String edge = "\"Edge\": {\"Type\": \"AWS::CloudFront::Distribution\", \"Properties\": {}}";

		// 2,000 x 60.83 x 5 x 0.31 / 1,000 GB, of which 100 are free
		assertThat(bill(gateway, 2_000).total()).isEqualTo(88.583 * 0.09, A_CENT);
		assertThat(bill(gateway + ", " + edge, 20_000).charges()).extracting(Charge::billed)
			.containsExactly("data out to viewers", "HTTPS requests", "uploads to its origin", "invalidated paths");
		// 1,885.8 GB, of which 1,000 are free; 13.38 million requests, of which 10 are
		// free; 260.7 GB of uploads; 869 paths, all free
		assertThat(bill(edge, 20_000).total()).isEqualTo(885.83 * 0.085 + 3.3833 + 260.71 * 0.02, A_CENT);
		assertThat(bill(edge, 10_000).charges()).filteredOn((charge) -> charge.usd() > 0)
			.extracting(Charge::billed)
			.containsExactly("uploads to its origin");
	}

	@Test
	void aPriceClassDecidesWhichEdgeLocationsArePaid() {
		String edge = """
				"Edge": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {%s}}}""";
		String near = edge.formatted("\"PriceClass\": \"PriceClass_100\"");

		assertThat(transferInSeoul(near)).isEqualTo("0.085");
		assertThat(transferInSeoul(edge.formatted(""))).isEqualTo("0.12");
		assertThat(bill(near.replace("_100", "_Moon"), 1).unpriced()).singleElement()
			.asString()
			.contains("no price cloudfront.transfer.PriceClass_Moon");
	}

	private static String transferInSeoul(String resources) {
		Bill bill = Bill.of(Assemblies.of(resources), Prices.of("ap-northeast-2"), Usage.of(1));
		return charge(bill, "data out to viewers").price().usd().toPlainString();
	}

	@Test
	void theVersionedBucketOfADistributionHasThePhotos() {
		String buckets = """
				"Files": {"Type": "AWS::S3::Bucket"},
				"Photos": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}""";
		String edge = ", \"Edge\": {\"Type\": \"AWS::CloudFront::Distribution\", \"Properties\": {}}";

		assertThat(bill(buckets, 10_000).charges()).extracting(Charge::quantity).containsExactly(0.2, 0.2);
		Bill bill = bill(buckets + edge, 10_000);
		assertThat(charge(bill, "storage").quantity()).isEqualTo(0.2);
		// 10,000 x 365 / 7 x 0.3 MB, and 10,000 x 30.42 / 7 objects
		assertThat(charge(bill, "photos").quantity()).isEqualTo(156.43, A_CENT);
		assertThat(charge(bill, "uploads").quantity()).isEqualTo(43_452.38, A_CENT);
	}

	@Test
	void aServerlessCacheBillsItsMinimum() {
		String cache = """
				"Cache": {"Type": "AWS::ElastiCache::ServerlessCache", "Properties": {"Engine": "valkey",
					"SnapshotRetentionLimit": %d, "CacheUsageLimits": {"DataStorage": {"Maximum": 1%s}}}}""";

		// 730 x 0.1 x 0.084, and 5 commands for each of 10 x 60.83 x 5 requests
		assertThat(bill(cache.formatted(0, ""), 10).total()).isEqualTo(6.132, A_CENT);
		assertThat(bill(cache.formatted(0, ""), 10).charges()).extracting(Charge::billed)
			.containsExactly("data", "processing units");
		assertThat(bill(cache.formatted(0, ""), 100_000).charges().get(0).quantity()).isEqualTo(730 * 0.2, A_CENT);
		assertThat(bill(cache.formatted(0, ", \"Minimum\": 1"), 10).total()).isEqualTo(730 * 0.084, A_CENT);
		assertThat(charge(bill(cache.formatted(3, ""), 10), "snapshots").usd()).isEqualTo(3 * 0.1 * 0.085, A_CENT);
		assertThat(bill(cache.formatted(0, "").replace("valkey", "redis"), 10).unpriced()).hasSize(2)
			.allMatch((line) -> line.contains("no price elasticache.redis."));
	}

	@Test
	void aMinimumOfProcessingUnitsIsBilledInEachSecond() {
		Bill bill = bill("""
				"Cache": {"Type": "AWS::ElastiCache::ServerlessCache", "Properties": {"Engine": "valkey",
					"CacheUsageLimits": {"ECPUPerSecond": {"Minimum": 1000}}}}""", 10);

		// 1,000 x 3,600 x 730 units
		assertThat(charge(bill, "minimum of processing units").usd()).isEqualTo(2_628 * 0.0023, A_CENT);
	}

	@Test
	void aTableOnDemandBillsReadsWritesAndItsBackup() {
		String table = """
				"Likes": {"Type": "AWS::DynamoDB::GlobalTable", "Properties": {"BillingMode": "%s", "Replicas": [
					{"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": %s}}]}}""";

		// 608,333 visits with 2 pages of 40 items, and half a like of 4 units
		Bill bill = bill(table.formatted("PAY_PER_REQUEST", "true"), 10_000);
		assertThat(charge(bill, "reads").usd()).isEqualTo(608_333 * 80 * 0.000000125, A_CENT);
		assertThat(charge(bill, "writes").usd()).isEqualTo(608_333 * 2 * 0.000000625, A_CENT);
		assertThat(charge(bill, "storage").usd()).as("of 25 GB that are free").isZero();
		// 608,333 x 0.5 x 12 x 0.1 KB
		assertThat(charge(bill, "point-in-time recovery").quantity()).isEqualTo(0.365, A_CENT);
		assertThat(bill(table.formatted("PAY_PER_REQUEST", "false"), 1).charges()).extracting(Charge::billed)
			.containsExactly("reads", "writes", "storage");
		assertThat(bill(table.formatted("PROVISIONED", "true"), 1).unpriced()).hasSize(2)
			.allMatch((line) -> line.contains("no price dynamodb.PROVISIONED."));
	}

	@Test
	void aReadReplicaCostsAsMuchAsItsSourceInOneZone() {
		String replica = DATABASE.formatted("true") + """
				, "Replica": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBInstanceClass": "db.t4g.micro",
					"SourceDBInstanceIdentifier": {"Ref": "Database"}}}""";

		// Three times 730 x 0.016 + 20 x 0.115
		assertThat(bill(replica, 1).total()).isEqualTo(3 * 13.98, A_CENT);
	}

	@Test
	void multiAzDoublesInstanceAndStorage() {
		double single = bill(DATABASE.formatted("false"), 1).total();

		// 730 x 0.016 + 20 x 0.115
		assertThat(single).isEqualTo(13.98, A_CENT);
		assertThat(bill(DATABASE.formatted("true"), 1).total()).isEqualTo(2 * single, A_CENT);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 0.90", "10, 8.24", "100, 38.35", "300, 43.72" })
	void aDatabaseThatPausesCostsWhatItIsAwake(long users, double usd) {
		assertThat(bill(Assemblies.SERVERLESS, users).charges()
			.stream()
			.filter((charge) -> charge.billed().equals("capacity while awake"))
			.mapToDouble(Charge::usd)
			.sum()).isEqualTo(usd, A_CENT);
	}

	@Test
	void aDatabaseThatSomethingKeepsAwakeCostsEveryHour() {
		double asleep = bill(Assemblies.SERVERLESS, 0).total();
		double awake = Bill.of(Assemblies.of(Assemblies.SERVERLESS), Prices.of("us-east-1"), Usage.of(0).awake())
			.total();

		// 730 x 0.5 x 0.12
		assertThat(awake - asleep).isEqualTo(43.8, A_CENT);
	}

	@Test
	void billsTheMinimumCapacityForEveryHour() {
		String raised = Assemblies.SERVERLESS.replace("\"MinCapacity\": 0", "\"MinCapacity\": 1.5");

		assertThat(bill(raised, 0).charges().get(0).usd()).isEqualTo(730 * 1.5 * 0.12, A_CENT);
	}

	@Test
	void countsFreeQuantitiesOncePerAccount() {
		String pools = """
				"One": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolTier": "ESSENTIALS"}},
				"Two": {"Type": "AWS::Cognito::UserPool"}""";

		assertThat(bill(pools, 5_000).total()).isZero();
		// 16,000 users of which 10,000 are free
		assertThat(bill(pools, 8_000).total()).isEqualTo(6_000 * 0.015, A_CENT);
	}

	@ParameterizedTest
	@CsvSource({ "Interface, 14.60", "Gateway, 0" })
	void anInterfaceEndpointCostsInEachZoneAndAGatewayEndpointNothing(String type, double usd) {
		Bill bill = bill("""
				"Endpoint": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "%s",
					"SubnetIds": [{"Ref": "A"}, {"Ref": "B"}]}}""".formatted(type), 1);

		assertThat(bill.total()).isEqualTo(usd, A_CENT);
	}

	@Test
	void aParameterOfTheTemplateStandsForItsDefault() {
		Assembly assembly = Assemblies.ofTemplate(
				"""
						{"Parameters": {"Bundle": {"Type": "String", "Default": "small_3_0"}},
						"Resources": {"Box": {"Type": "AWS::Lightsail::Instance", "Properties": {"BundleId": {"Ref": "Bundle"}}}}}
						""");

		assertThat(Bill.of(assembly, Prices.of("us-east-1"), Usage.of(1)).total()).isEqualTo(12, A_CENT);
	}

	@Test
	void aStackHasThePricesOfItsRegionIfItNamesOne() {
		StackTemplate any = Assemblies.of(Assemblies.SERVERLESS).stacks().get(0);
		StackTemplate seoul = new StackTemplate("Seoul", "ap-northeast-2", false, any.file(), any.json(),
				any.resources());

		double both = Bill.of(new Assembly(Path.of(""), List.of(any, seoul)), Prices.of("us-east-1"), Usage.of(1))
			.total();

		Assembly one = Assemblies.of(Assemblies.SERVERLESS);
		assertThat(both).isEqualTo(Bill.of(one, Prices.of("us-east-1"), Usage.of(1)).total()
				+ Bill.of(one, Prices.of("ap-northeast-2"), Usage.of(1)).total(), A_CENT);
	}

	@Test
	void anExpressionIsRefusedWithConstructAndProperty() {
		assertThatRefused("""
				"Box": {"Type": "AWS::Lightsail::Instance", "Properties": {"BundleId": {"Fn::If": ["C", "a", "b"]}}}""")
			.withMessageContainingAll("AWS::Lightsail::Instance", "Stack/Box/Resource", "BundleId", "Fn::If");
	}

	@Test
	void aPropertyThatIsNotThereIsNamed() {
		assertThatRefused("\"Box\": {\"Type\": \"AWS::Lightsail::Instance\"}")
			.withMessageContainingAll("Stack/Box/Resource", "no property BundleId");
	}

	@Test
	void theRestOfAnUnknownTypeIsPricedAndItIsNamed() {
		Bill bill = bill("\"Stream\": {\"Type\": \"AWS::Kinesis::Stream\"}, %s".formatted(DATABASE.formatted("false")),
				1);

		assertThat(bill.unpriced())
			.containsExactly("AWS::Kinesis::Stream (construct Stack/Stream/Resource) has no price. "
					+ "Add its lines to meters.csv, or one to free-types.txt if it is free.");
		assertThat(bill.total()).isPositive();
	}

	@Test
	void allClassesWithoutAPriceAreNamed() {
		assertThat(
				bill("""
						"One": {"Type": "AWS::EC2::Instance", "Properties": {"InstanceType": "x9.huge", "BlockDeviceMappings": []}},
						"Two": {"Type": "AWS::Lightsail::Instance", "Properties": {"BundleId": "giant_9_0"}}""",
						1)
					.unpriced())
			.hasSize(2)
			.anySatisfy((one) -> assertThat(one).contains("construct Stack/One/Resource",
					"no price ec2.x9.huge in Region us-east-1"))
			.anySatisfy((two) -> assertThat(two).contains("construct Stack/Two/Resource", "lightsail.giant_9_0",
					"prices.csv"));
	}

	@Test
	void listsTheAssumptionsOfTheBill() {
		assertThat(bill(Assemblies.SERVERLESS, 10).assumptions()).anyMatch((line) -> line.contains("1 - exp(-L T)"))
			.anyMatch((line) -> line.contains("a year of 16 MB a user"))
			.noneMatch((line) -> line.contains("snapshots"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "us-east-1", "ap-northeast-2" })
	void bothRegionsHaveAPriceForEachKey(String region) {
		assertThat(Prices.of(region).keys()).isEqualTo(Prices.of(Prices.DEFAULT_REGION).keys());
	}

	@Test
	void aRegionWithoutPricesIsRefused() {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> Prices.of("mars-1"))
			.withMessage("There are no prices of Region mars-1. Regions: us-east-1, ap-northeast-2.");
	}

	private static ThrowableAssertAlternative<WorkshopException> assertThatRefused(String resources) {
		return assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> bill(resources, 1));
	}

	private static Charge charge(Bill bill, String billed) {
		return bill.charges().stream().filter((charge) -> charge.billed().equals(billed)).findFirst().orElseThrow();
	}

	private static Bill bill(String resources, long users) {
		return Bill.of(Assemblies.of(resources), Prices.of("us-east-1"), Usage.of(users));
	}

}
