"""Signing in where a ministry signs its own people in: OpenID Connect, SAML. Who they are, an invitation alone has said."""
