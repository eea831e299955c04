import QtQuick

// Nothing to show: the tea bowl, one kind sentence, one way on.
Column {
    id: empty

    required property string sentence
    property string way // the label of the way on
    property string wayIcon

    signal taken

    spacing: Theme.mm(8)

    Image {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.mm(70)
        height: width * 236 / 240
        source: Assets.ornament("bowl")
        sourceSize: Qt.size(width, height)
        mirror: false
    }
    Label {
        width: parent.width
        role: Theme.label
        horizontalAlignment: Text.AlignHCenter
        text: empty.sentence
    }
    SecondButton {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: empty.way !== ""
        icon: empty.wayIcon
        label: empty.way
        onTapped: empty.taken()
    }
}
