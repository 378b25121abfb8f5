/**
 * Distributions of CloudFront: an edge that caches by the template's behaviors. See its
 * README for what is different from AWS.
 */
@NullMarked
package com.example.lab.aws.cloudfront;

import org.jspecify.annotations.NullMarked;
