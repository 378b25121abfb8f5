/**
 * The edge: the CloudFront distribution in front of the application.
 */
@NullMarked
package com.example.postcards.edge;

import org.jspecify.annotations.NullMarked;
