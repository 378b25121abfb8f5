package com.example.lab.aws.cloudfront;

import java.util.function.Function;

import com.example.lab.assembly.Resource;

/**
 * {@code AWS::CloudFront::OriginAccessControl} for buckets: whether the distribution
 * signs its requests, so that the policy of the bucket can name it.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originaccesscontrol.html">AWS::CloudFront::OriginAccessControl</a>
 */
public final class OriginAccessControl extends Described<Boolean> {

	/**
	 * One that says nothing yet.
	 * @param resource the resource
	 */
	public OriginAccessControl(Resource resource) {
		super(resource, Names.id('E', 14));
	}

	@Override
	Function<Settings, Boolean> reading() {
		return (settings) -> settings.inside("OriginAccessControlConfig", (config) -> {
			config.ignore("Name", "Description");
			config.choice("OriginAccessControlOriginType", "", "s3");
			config.choice("SigningProtocol", "", "sigv4");
			return config.choice("SigningBehavior", "", "always", "never").equals("never");
		});
	}

	boolean signs() {
		return !value();
	}

}
