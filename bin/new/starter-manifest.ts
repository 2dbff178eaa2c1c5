/**
 * The manifest that a new project starts with: small, valid, and a place to learn the language.
 *
 * @param name the project's name, as the language allows it
 */
export function starterManifest(name: string, target: string): string {
  return `# yaml-language-server: $schema=.spire/manifest.schema.json

# What this project is made of, and who may do what. After a change run: spire gen
spire: 1
project:
  name: ${name}
  target: ${target}
  login_url: /login/

# Groups of users. Each gets a demo user when the project runs in development.
roles:
  reader:
    permissions: [notes.view_note]
  writer:
    extends: reader
    permissions: [notes.add_note, notes.change_note, notes.delete_note, notes.can_pin_notes]

apps:
  notes:
    models:
      Note:
        fields:
          title: { type: string, max_length: 120 }
          body: text
          is_pinned: boolean
        # Every model has add, change, delete and view permissions. These come on top:
        permissions:
          can_pin_notes: Can pin notes
    views:
      # A list or detail view demands "view", create "add", update "change", delete "delete".
      list: { kind: list, links: [create, detail] }
      detail: { kind: detail, links: [update, delete, pin] }
      create: { kind: create }
      update: { kind: update }
      delete: { kind: delete }
      # An action must say what it demands. Without an effect its body would be yours to write.
      pin: { kind: action, permission: can_pin_notes, effect: { toggle: is_pinned } }
`;
}
