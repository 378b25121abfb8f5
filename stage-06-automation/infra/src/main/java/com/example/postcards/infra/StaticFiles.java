package com.example.postcards.infra;

import java.nio.file.Path;
import java.util.List;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.deployment.BucketDeployment;
import software.amazon.awscdk.services.s3.deployment.CacheControl;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/**
 * A private bucket with the front end, which each deployment uploads. Needs the folder of
 * the files.
 */
class StaticFiles extends Construct {

	private final Bucket bucket;

	/**
	 * Uploads the files.
	 * @param folder what is in it keeps its path; all files but pages get a hash of their
	 * contents into their names
	 * @param logs for what the uploads log
	 */
	StaticFiles(Construct scope, String id, Path folder, ILogGroup logs, boolean retain) {
		super(scope, id);
		this.bucket = Bucket.Builder.create(this, "Bucket")
			.blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
			.encryption(BucketEncryption.S3_MANAGED)
			.enforceSsl(true)
			.removalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
			.build();
		Path assembly = Path.of(Stage.of(this).getOutdir());
		Path assets = assembly.resolve("static-assets");
		Path pages = assembly.resolve("static-pages");
		HashedFiles.of(folder).copy(assets, pages);
		// tag::deployments[]
		// Other contents have another name, so a file never changes.
		BucketDeployment files = deploy("Assets", assets, "max-age=31536000, immutable", logs);
		// A page names the files that it needs, so they are there before it is.
		deploy("Pages", pages, "max-age=60", logs).getNode().addDependency(files);
		// end::deployments[]
	}

	private BucketDeployment deploy(String name, Path files, String cacheControl, ILogGroup logs) {
		return BucketDeployment.Builder.create(this, name)
			.destinationBucket(this.bucket)
			.sources(List.of(Source.asset(files.toString())))
			.cacheControl(List.of(CacheControl.fromString(cacheControl)))
			// A page of the release before, still open in a browser, loads its own files.
			.prune(false)
			// Otherwise the function that uploads gets a group that outlives the stack.
			.logGroup(logs)
			.build();
	}

	Bucket bucket() {
		return this.bucket;
	}

}
