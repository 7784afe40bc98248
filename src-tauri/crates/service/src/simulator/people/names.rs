//! Family and given names in the scripts a department meets.

/// A name in up to three writings: alphabetic, ideographic, phonetic (PS3.5 6.2.1).
pub struct Entry(pub &'static str, pub &'static str, pub &'static str);

/// Names that go together.
pub struct Script {
    /// How many of all patients have such a name, relative to the other scripts.
    pub share: u32,
    /// Family names.
    pub families: &'static [Entry],
    /// Given names of women.
    pub women: &'static [Entry],
    /// Given names of men.
    pub men: &'static [Entry],
}

const fn plain(name: &'static str) -> Entry {
    Entry(name, "", "")
}

pub const SCRIPTS: &[Script] = &[
    LATIN, SPANISH, JAPANESE, KOREAN, CHINESE, CYRILLIC, GREEK, ARABIC, HEBREW,
];

pub const LATIN: Script = Script {
    share: 46,
    families: &[
        plain("Ashcombe"),
        plain("Brightwell"),
        plain("Carrowmore"),
        plain("Dunleavy"),
        plain("Eastgate"),
        plain("Fairweather"),
        plain("Grünfeld"),
        plain("Håkansson"),
        plain("Inglethorpe"),
        plain("Kowalczyk"),
        plain("Larkspur"),
        plain("Müllner"),
        plain("Novotný"),
        plain("O'Hanrahan"),
        plain("Pemberley"),
        plain("Quillfeather"),
        plain("Rothmoor"),
        plain("Sørdahl"),
        plain("Thistlewood"),
        plain("Underhay"),
        plain("Vašíček"),
        plain("Winterbourne"),
        plain("Yarrow"),
        plain("Żeleński"),
    ],
    women: &[
        plain("Agnes"),
        plain("Beatrice"),
        plain("Cécile"),
        plain("Dorothea"),
        plain("Edith"),
        plain("Freya"),
        plain("Gwendolen"),
        plain("Harriet"),
        plain("Imogen"),
        plain("Jiřina"),
        plain("Klára"),
        plain("Maud"),
        plain("Rosalind"),
        plain("Zoë"),
    ],
    men: &[
        plain("Alasdair"),
        plain("Bertram"),
        plain("Cedric"),
        plain("Desmond"),
        plain("Edmund"),
        plain("Göran"),
        plain("Hugo"),
        plain("Jiří"),
        plain("Leopold"),
        plain("Magnus"),
        plain("Oswald"),
        plain("Piers"),
        plain("Rupert"),
        plain("Tobias"),
    ],
};

const SPANISH: Script = Script {
    share: 20,
    families: &[
        plain("Alcántara Peñalver"),
        plain("Bermúdez Olmo"),
        plain("Castañeda Ruiz"),
        plain("Etxebarria Núñez"),
        plain("Fariñas del Río"),
        plain("Güell Ibáñez"),
        plain("Hinojosa Cordón"),
        plain("Logroño Vélez"),
        plain("Muñiz Estévez"),
        plain("Ordóñez Pina"),
        plain("Zúñiga Marín"),
    ],
    women: &[
        plain("Asunción"),
        plain("Begoña"),
        plain("Encarnación"),
        plain("Inés"),
        plain("María José"),
        plain("Sofía"),
    ],
    men: &[
        plain("Andrés"),
        plain("Germán"),
        plain("Iñaki"),
        plain("Joaquín"),
        plain("Raúl"),
        plain("Tomás"),
    ],
};

const JAPANESE: Script = Script {
    share: 8,
    families: &[
        Entry("Yamada", "山田", "やまだ"),
        Entry("Morikawa", "森川", "もりかわ"),
        Entry("Takenaka", "竹中", "たけなか"),
        Entry("Hoshino", "星野", "ほしの"),
        Entry("Kurosawa", "黒沢", "くろさわ"),
    ],
    women: &[
        Entry("Haruko", "春子", "はるこ"),
        Entry("Misaki", "美咲", "みさき"),
        Entry("Chie", "千恵", "ちえ"),
    ],
    men: &[
        Entry("Tarou", "太郎", "たろう"),
        Entry("Kenichi", "健一", "けんいち"),
        Entry("Satoru", "悟", "さとる"),
    ],
};

const KOREAN: Script = Script {
    share: 5,
    families: &[
        Entry("Hong", "洪", "홍"),
        Entry("Seo", "徐", "서"),
        Entry("Nam", "南", "남"),
        Entry("Baek", "白", "백"),
    ],
    women: &[
        Entry("Soyeon", "素姸", "소연"),
        Entry("Mirae", "美來", "미래"),
        Entry("Jiwon", "智媛", "지원"),
    ],
    men: &[
        Entry("Gildong", "吉洞", "길동"),
        Entry("Dohyun", "道賢", "도현"),
        Entry("Sangwoo", "相佑", "상우"),
    ],
};

const CHINESE: Script = Script {
    share: 6,
    families: &[
        Entry("Ouyang", "欧阳", ""),
        Entry("Wang", "王", ""),
        Entry("Shen", "沈", ""),
        Entry("Zhuang", "庄", ""),
    ],
    women: &[
        Entry("Xiaoyun", "小云", ""),
        Entry("Lihua", "丽华", ""),
        Entry("Qingmei", "青梅", ""),
    ],
    men: &[
        Entry("Xiaodong", "小东", ""),
        Entry("Guoqiang", "国强", ""),
        Entry("Wenbo", "文博", ""),
    ],
};

const CYRILLIC: Script = Script {
    share: 6,
    families: &[
        plain("Берёзкин"),
        plain("Журавель"),
        plain("Кравченко"),
        plain("Шевчук"),
        plain("Ясень"),
    ],
    women: &[
        plain("Варвара"),
        plain("Галина"),
        plain("Любовь"),
        plain("Оксана"),
    ],
    men: &[
        plain("Аркадий"),
        plain("Богдан"),
        plain("Фёдор"),
        plain("Юрий"),
    ],
};

const GREEK: Script = Script {
    share: 4,
    families: &[
        plain("Αλεξιάδης"),
        plain("Βλάχος"),
        plain("Καραμήτρος"),
        plain("Ξένος"),
    ],
    women: &[plain("Αθηνά"), plain("Ευγενία"), plain("Χρυσούλα")],
    men: &[plain("Διονύσιος"), plain("Θωμάς"), plain("Στέφανος")],
};

const ARABIC: Script = Script {
    share: 4,
    families: &[
        plain("الحداد"),
        plain("النجار"),
        plain("قباني"),
        plain("منصور"),
    ],
    women: &[plain("سلمى"), plain("ليلى"), plain("نور")],
    men: &[plain("طارق"), plain("كريم"), plain("يوسف")],
};

const HEBREW: Script = Script {
    share: 3,
    families: &[
        plain("אלמוג"),
        plain("בן שחר"),
        plain("כרמלי"),
        plain("שרון"),
    ],
    women: &[plain("דבורה"), plain("יעל"), plain("תמר")],
    men: &[plain("אורי"), plain("גדעון"), plain("נועם")],
};
