package com.example.lab.aws.cloudfront;

import java.util.function.Function;

import com.example.lab.assembly.Resource;

/**
 * {@code AWS::CloudFront::CachePolicy}.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-cachepolicy.html">AWS::CloudFront::CachePolicy</a>
 */
public final class CachePolicy extends Described<CacheSettings> {

	/**
	 * A policy that says nothing yet.
	 * @param resource the resource
	 */
	public CachePolicy(Resource resource) {
		super(resource);
	}

	@Override
	Function<Settings, CacheSettings> reading() {
		return CacheSettings::read;
	}

}
