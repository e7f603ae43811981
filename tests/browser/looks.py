"""What axe is asked, and what it says."""

COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that look at them
PLAIN = {"resultTypes": ["violations"], "preload": False}  # there is no audio and no video to load


def complaints_of_axe(page, options):
    """Return what axe, which the page has loaded, has to say of it."""
    complaints = []
    for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
        nodes = "; ".join(node["html"][:90] for node in violation["nodes"][:3])
        complaints.append(f"axe: {violation['impact']}: {violation['id']}: {nodes}")
    return complaints
