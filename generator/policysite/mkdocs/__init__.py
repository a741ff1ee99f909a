"""The plugin that hands a site to MkDocs, and the theme. All that knows MkDocs and Material."""
